# The frozen program and its installer for Windows: packaging\windows\build.ps1 -Wheel dist\lightpose-0.1.0-py3-none-any.whl -Out out
# Run by the release workflow; not yet run by a person. Signs where CODESIGN_PFX (base64) and CODESIGN_PASSWORD are set.
param([Parameter(Mandatory)][string]$Wheel, [Parameter(Mandatory)][string]$Out)
$ErrorActionPreference = "Stop"
$PSNativeCommandUseErrorActionPreference = $true
$root = Resolve-Path "$PSScriptRoot\..\.."
$Wheel = Resolve-Path $Wheel
New-Item -ItemType Directory -Force $Out | Out-Null
$Out = Resolve-Path $Out
$work = Join-Path $env:TEMP "lightpose-build"
Remove-Item -Recurse -Force $work -ErrorAction Ignore
New-Item -ItemType Directory $work | Out-Null

python -m venv "$work\venv"
& "$work\venv\Scripts\pip" install --quiet --disable-pip-version-check "$Wheel[streams,screen]" "pyinstaller>=6.10"
$python = "$work\venv\Scripts\python.exe"
$env:LIGHTPOSE_ICONS = "$work\icons"
& $python "$root\packaging\make_icons.py" $env:LIGHTPOSE_ICONS
& "$work\venv\Scripts\pyinstaller" --noconfirm --log-level WARN --distpath $Out --workpath "$work\build" "$root\packaging\frozen\lightpose.spec"
& $python -m lightpose.licences "$Out\lightpose\THIRD_PARTY_LICENCES.txt" "$Out\lightpose\_internal"
Copy-Item "$root\LICENSE" "$Out\lightpose\LICENSE.txt"
python -m venv "$work\sbom"
& "$work\sbom\Scripts\pip" install --quiet --disable-pip-version-check "cyclonedx-bom>=5"
& "$work\sbom\Scripts\cyclonedx-py" environment --output-reproducible --output-format JSON --output-file "$work\all.cdx.json" $python
& $python "$root\packaging\frozen\sbom.py" "$work\all.cdx.json" "$Out\lightpose\_internal" "$Out\sbom.cdx.json"

function Sign([string]$File) {
    if (-not $env:CODESIGN_PFX) { return }
    $key = "$work\key.pfx"
    [IO.File]::WriteAllBytes($key, [Convert]::FromBase64String($env:CODESIGN_PFX))
    $tool = Get-ChildItem "${env:ProgramFiles(x86)}\Windows Kits\10\bin\*\x64\signtool.exe" | Sort-Object FullName | Select-Object -Last 1
    & $tool.FullName sign /f $key /p $env:CODESIGN_PASSWORD /fd SHA256 /tr http://timestamp.digicert.com /td SHA256 $File
    Remove-Item $key
}

# what someone without Python does with it
$env:LIGHTPOSE_SETTINGS = "$work\settings.ini"
& "$Out\lightpose\lightpose.exe" --version
& "$Out\lightpose\lightpose.exe" doctor
& "$Out\lightpose\lightpose.exe" demo -o "$work\demo.mp4" --keypoints "$work\demo.jsonl"
& "$Out\lightpose\lightpose.exe" live --source synthetic --screenshot "$work\window.png" --after 15
if ((Get-Item "$work\window.png").Length -lt 50000) { throw "the window is empty" }

Sign "$Out\lightpose\lightpose.exe"
Sign "$Out\lightpose\lightpose-window.exe"
$version = (& "$Out\lightpose\lightpose.exe" --version).Split(" ")[1]
& "${env:ProgramFiles(x86)}\Inno Setup 6\ISCC.exe" /Q "/DVersion=$version" "/DFrozen=$Out\lightpose" "/O$Out" "$root\packaging\windows\lightpose.iss"
Sign "$Out\lightpose-$version-windows-x64.exe"
