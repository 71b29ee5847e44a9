; Inno Setup 6: iscc /DVersion=0.1.0 /DFrozen=dist\lightpose packaging\windows\lightpose.iss
; Written by the manual of Inno Setup; built by the release workflow, not yet run by a person.
#ifndef Version
  #error Version is missing: /DVersion=...
#endif
#ifndef Frozen
  #define Frozen "..\..\dist\lightpose"
#endif

[Setup]
AppId={{6D2E5C0B-6E0C-4B0C-9C3E-5B1B9A1D7F42}
AppName=lightpose
AppVersion={#Version}
AppPublisher=The lightpose developers
DefaultDirName={autopf}\lightpose
DefaultGroupName=lightpose
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
ChangesAssociations=yes
ChangesEnvironment=yes
LicenseFile={#Frozen}\LICENSE.txt
UninstallDisplayIcon={app}\lightpose-window.exe
OutputBaseFilename=lightpose-{#Version}-windows-x64
Compression=lzma2
SolidCompression=yes
WizardStyle=modern

[Languages]
Name: "en"; MessagesFile: "compiler:Default.isl"
Name: "de"; MessagesFile: "compiler:Languages\German.isl"
Name: "es"; MessagesFile: "compiler:Languages\Spanish.isl"
Name: "fr"; MessagesFile: "compiler:Languages\French.isl"

[Tasks]
Name: "desktopicon"; Description: "{cm:CreateDesktopIcon}"; Flags: unchecked
Name: "path"; Description: "Add the command lightpose to PATH"; Flags: unchecked

[Files]
Source: "{#Frozen}\*"; DestDir: "{app}"; Flags: ignoreversion recursesubdirs createallsubdirs

[InstallDelete]
Type: filesandordirs; Name: "{app}\_internal"

[Icons]
Name: "{group}\lightpose"; Filename: "{app}\lightpose-window.exe"
Name: "{group}\Licences"; Filename: "{app}\THIRD_PARTY_LICENCES.txt"
Name: "{autodesktop}\lightpose"; Filename: "{app}\lightpose-window.exe"; Tasks: desktopicon

[Registry]
Root: HKA; Subkey: "Software\Classes\Applications\lightpose-window.exe\shell\open\command"; ValueType: string; ValueData: """{app}\lightpose-window.exe"" ""%1"""; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\Applications\lightpose-window.exe\SupportedTypes"; ValueType: string; ValueName: ".mp4"; ValueData: ""
Root: HKA; Subkey: "Software\Classes\Applications\lightpose-window.exe\SupportedTypes"; ValueType: string; ValueName: ".mov"; ValueData: ""
Root: HKA; Subkey: "Software\Classes\Applications\lightpose-window.exe\SupportedTypes"; ValueType: string; ValueName: ".mkv"; ValueData: ""
Root: HKA; Subkey: "Software\Classes\Applications\lightpose-window.exe\SupportedTypes"; ValueType: string; ValueName: ".avi"; ValueData: ""
Root: HKA; Subkey: "Software\Classes\Applications\lightpose-window.exe\SupportedTypes"; ValueType: string; ValueName: ".webm"; ValueData: ""
Root: HKCU; Subkey: "Environment"; ValueType: expandsz; ValueName: "Path"; ValueData: "{olddata};{app}"; Tasks: path; Check: NotOnPath(ExpandConstant('{app}'))

[Run]
Filename: "{app}\lightpose-window.exe"; Description: "{cm:LaunchProgram,lightpose}"; Flags: nowait postinstall skipifsilent

[Code]
function NotOnPath(Folder: string): Boolean;
var
  Present: string;
begin
  if not RegQueryStringValue(HKEY_CURRENT_USER, 'Environment', 'Path', Present) then
    Present := '';
  Result := Pos(';' + Uppercase(Folder) + ';', ';' + Uppercase(Present) + ';') = 0;
end;
