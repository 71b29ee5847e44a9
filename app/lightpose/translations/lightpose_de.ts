<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
  <context>
    <name>About</name>
    <message>
      <source>File</source>
      <translation>Datei</translation>
    </message>
    <message>
      <source>GNU Affero General Public License, version 3 or later. You may use, study, share and change it; who offers a changed version to others, over a network too, gives them its source.</source>
      <translation>GNU Affero General Public License, Version 3 oder später. Sie dürfen das Programm nutzen, untersuchen, weitergeben und ändern; wer anderen eine geänderte Fassung anbietet, auch über ein Netzwerk, gibt ihnen deren Quelltext.</translation>
    </message>
    <message>
      <source>Images never leave this computer.</source>
      <translation>Bilder verlassen diesen Rechner nie.</translation>
    </message>
    <message>
      <source>Joint set</source>
      <translation>Gelenksatz</translation>
    </message>
    <message>
      <source>LGPL-3.0-or-later, under the GPL together with x264 and x265</source>
      <translation>LGPL-3.0-or-later, zusammen mit x264 und x265 unter der GPL</translation>
    </message>
    <message>
      <source>Licence</source>
      <translation>Lizenz</translation>
    </message>
    <message>
      <source>Licences</source>
      <translation>Lizenzen</translation>
    </message>
    <message>
      <source>Licences…</source>
      <translation>Lizenzen…</translation>
    </message>
    <message>
      <source>Made of</source>
      <translation>Bestandteile</translation>
    </message>
    <message>
      <source>Networks</source>
      <translation>Netze</translation>
    </message>
    <message>
      <source>Networks run on</source>
      <translation>Netze laufen auf</translation>
    </message>
    <message>
      <source>Precision</source>
      <translation>Genauigkeit</translation>
    </message>
    <message>
      <source>Real-time poses of everybody in view, on this computer alone.</source>
      <translation>Posen aller Menschen im Bild in Echtzeit, allein auf diesem Rechner.</translation>
    </message>
    <message>
      <source>Trained on</source>
      <translation>Trainiert mit</translation>
    </message>
    <message>
      <source>Versions</source>
      <translation>Versionen</translation>
    </message>
    <message>
      <source>built by the PyAV project (--enable-version3, libx264, libx265); source: ffmpeg.org and github.com/PyAV-Org/pyav-ffmpeg</source>
      <translation>gebaut vom PyAV-Projekt (--enable-version3, libx264, libx265); Quelltext: ffmpeg.org und github.com/PyAV-Org/pyav-ffmpeg</translation>
    </message>
    <message>
      <source>see its page</source>
      <translation>siehe seine Seite</translation>
    </message>
    <message>
      <source>unchanged; the libraries lie beside the program as files of their own and may be replaced</source>
      <translation>unverändert; die Bibliotheken liegen als eigene Dateien neben dem Programm und dürfen ersetzt werden</translation>
    </message>
    <message>
      <source>{name} (inside {package})</source>
      <translation>{name} (in {package})</translation>
    </message>
  </context>
  <context>
    <name>Angles</name>
    <message>
      <source>Angles, degrees</source>
      <translation>Winkel, Grad</translation>
    </message>
    <message>
      <source>Click a person in the video, or choose one here.</source>
      <translation>Klicken Sie im Video auf eine Person oder wählen Sie hier eine aus.</translation>
    </message>
    <message>
      <source>Draw this angle below</source>
      <translation>Diesen Winkel unten zeichnen</translation>
    </message>
    <message>
      <source>Export angles</source>
      <translation>Winkel exportieren</translation>
    </message>
    <message>
      <source>Export angles…</source>
      <translation>Winkel exportieren…</translation>
    </message>
    <message>
      <source>Joint angles over the last 10 seconds</source>
      <translation>Gelenkwinkel der letzten 10 Sekunden</translation>
    </message>
    <message>
      <source>Last 10 s</source>
      <translation>Letzte 10 s</translation>
    </message>
    <message>
      <source>No whole arm or leg is in view: step back a little.</source>
      <translation>Kein Arm oder Bein ist ganz im Bild: Treten Sie etwas zurück.</translation>
    </message>
    <message>
      <source>No whole arm or leg of this person is in view here.</source>
      <translation>Von dieser Person ist hier kein Arm oder Bein ganz im Bild.</translation>
    </message>
    <message>
      <source>Nobody is in view.</source>
      <translation>Niemand ist im Bild.</translation>
    </message>
    <message>
      <source>Person</source>
      <translation>Person</translation>
    </message>
    <message>
      <source>Person {number}</source>
      <translation>Person {number}</translation>
    </message>
    <message>
      <source>Table</source>
      <translation>Tabelle</translation>
    </message>
    <message>
      <source>The nearest</source>
      <translation>Die nächste</translation>
    </message>
    <message>
      <source>What was shown here of this person, as a table (.csv) or for OpenSim (.mot)</source>
      <translation>Was hier von dieser Person gezeigt wurde, als Tabelle (.csv) oder für OpenSim (.mot)</translation>
    </message>
  </context>
  <context>
    <name>Badge</name>
    <message>
      <source>Click to send nothing more (W)</source>
      <translation>Klicken, um nichts mehr zu senden (W)</translation>
    </message>
    <message>
      <source>Left and right of this video are swapped; click to show it as it is (M)</source>
      <translation>Links und rechts sind in diesem Video vertauscht; ein Klick zeigt es, wie es ist (M)</translation>
    </message>
    <message>
      <source>Mirrored</source>
      <translation>Gespiegelt</translation>
    </message>
    <message>
      <source>Mirrored: show the video as it is</source>
      <translation>Gespiegelt: das Video zeigen, wie es ist</translation>
    </message>
    <message>
      <source>Other programs can choose this as their camera; click to end it (V)</source>
      <translation>Andere Programme können dies als Kamera wählen; klicken beendet es (V)</translation>
    </message>
    <message>
      <source>Streams: send nothing more</source>
      <translation>Streams: nichts mehr senden</translation>
    </message>
    <message>
      <source>Virtual camera: end it</source>
      <translation>Virtuelle Kamera: beenden</translation>
    </message>
  </context>
  <context>
    <name>Capture</name>
    <message>
      <source>A recording that was cut short is back: {files}.</source>
      <translation>Eine abgebrochene Aufnahme ist wiederhergestellt: {files}.</translation>
    </message>
    <message>
      <source>A virtual camera needs the package pyvirtualcam: {command}</source>
      <translation>Eine virtuelle Kamera braucht das Paket pyvirtualcam: {command}</translation>
    </message>
    <message>
      <source>Copy the command</source>
      <translation>Befehl kopieren</translation>
    </message>
    <message>
      <source>End it</source>
      <translation>Kamera beenden</translation>
    </message>
    <message>
      <source>Frames left out, because the disk or processor was too slow: {number}.</source>
      <translation>Ausgelassene Bilder, weil Festplatte oder Prozessor zu langsam waren: {number}.</translation>
    </message>
    <message>
      <source>Nothing is chosen to be recorded.</source>
      <translation>Es ist nichts zum Aufnehmen ausgewählt.</translation>
    </message>
    <message>
      <source>Other folder</source>
      <translation>Anderer Ordner</translation>
    </message>
    <message>
      <source>Other programs see this now: choose the camera “{name}” in them.</source>
      <translation>Andere Programme sehen dies jetzt: Wählen Sie dort die Kamera „{name}“.</translation>
    </message>
    <message>
      <source>Other programs see this now: choose the virtual camera in them.</source>
      <translation>Andere Programme sehen dies jetzt: Wählen Sie dort die virtuelle Kamera.</translation>
    </message>
    <message>
      <source>Saved {files}.</source>
      <translation>Gespeichert: {files}.</translation>
    </message>
    <message>
      <source>Show folder</source>
      <translation>Ordner zeigen</translation>
    </message>
    <message>
      <source>The recording ended: {why}.</source>
      <translation>Die Aufnahme endete: {why}.</translation>
    </message>
    <message>
      <source>The virtual camera broke off: {why}.</source>
      <translation>Die virtuelle Kamera ist abgebrochen: {why}.</translation>
    </message>
    <message>
      <source>The virtual camera does not work: {why}.</source>
      <translation>Die virtuelle Kamera funktioniert nicht: {why}.</translation>
    </message>
    <message>
      <source>There is no frame yet.</source>
      <translation>Es gibt noch kein Bild.</translation>
    </message>
    <message>
      <source>What was written until then is made whole at the next start.</source>
      <translation>Was bis dahin geschrieben war, wird beim nächsten Start vervollständigt.</translation>
    </message>
  </context>
  <context>
    <name>Controls</name>
    <message>
      <source>1 person</source>
      <translation>1 Person</translation>
    </message>
    <message>
      <source>As the camera likes</source>
      <translation>Wie die Kamera will</translation>
    </message>
    <message>
      <source>Camera resolution</source>
      <translation>Kameraauflösung</translation>
    </message>
    <message>
      <source>Choose what to watch</source>
      <translation>Quelle auswählen</translation>
    </message>
    <message>
      <source>Choose what to watch; now {name}</source>
      <translation>Quelle auswählen; jetzt {name}</translation>
    </message>
    <message>
      <source>Frame {number}</source>
      <translation>Bild {number}</translation>
    </message>
    <message>
      <source>Frames a second, latency, people and what runs the networks</source>
      <translation>Bilder pro Sekunde, Verzögerung, Personen und worauf die Netze laufen</translation>
    </message>
    <message>
      <source>Length of the recording</source>
      <translation>Länge der Aufnahme</translation>
    </message>
    <message>
      <source>No camera found</source>
      <translation>Keine Kamera gefunden</translation>
    </message>
    <message>
      <source>No source</source>
      <translation>Keine Quelle</translation>
    </message>
    <message>
      <source>Number of the frame</source>
      <translation>Nummer des Bildes</translation>
    </message>
    <message>
      <source>Position in the video</source>
      <translation>Stelle im Video</translation>
    </message>
    <message>
      <source>Source</source>
      <translation>Quelle</translation>
    </message>
    <message>
      <source>Speed</source>
      <translation>Geschwindigkeit</translation>
    </message>
    <message>
      <source>Time in the video</source>
      <translation>Zeit im Video</translation>
    </message>
    <message>
      <source>nobody</source>
      <translation>niemand</translation>
    </message>
    <message>
      <source>{number} of {all} people</source>
      <translation>{number} von {all} Personen</translation>
    </message>
    <message>
      <source>{number} people</source>
      <translation>{number} Personen</translation>
    </message>
  </context>
  <context>
    <name>Dialogs</name>
    <message>
      <source>Address</source>
      <translation>Adresse</translation>
    </message>
    <message>
      <source>All files</source>
      <translation>Alle Dateien</translation>
    </message>
    <message>
      <source>Folder for recordings</source>
      <translation>Ordner für Aufnahmen</translation>
    </message>
    <message>
      <source>Images</source>
      <translation>Bilder</translation>
    </message>
    <message>
      <source>Open a folder of images or videos</source>
      <translation>Ordner mit Bildern oder Videos öffnen</translation>
    </message>
    <message>
      <source>Open a video</source>
      <translation>Video öffnen</translation>
    </message>
    <message>
      <source>Open address</source>
      <translation>Adresse öffnen</translation>
    </message>
    <message>
      <source>The address of a network camera or a video on the web: rtsp, http, https, udp or srt.</source>
      <translation>Die Adresse einer Netzwerkkamera oder eines Videos im Web: rtsp, http, https, udp oder srt.</translation>
    </message>
    <message>
      <source>Videos</source>
      <translation>Videos</translation>
    </message>
  </context>
  <context>
    <name>Drop</name>
    <message>
      <source>Add to the list</source>
      <translation>Zur Liste hinzufügen</translation>
    </message>
    <message>
      <source>Open {name}</source>
      <translation>{name} öffnen</translation>
    </message>
    <message>
      <source>Process {number} files</source>
      <translation>{number} Dateien verarbeiten</translation>
    </message>
  </context>
  <context>
    <name>Joints</name>
    <message>
      <source>Head tilt</source>
      <translation>Neigung des Kopfs</translation>
    </message>
    <message>
      <source>Left ankle</source>
      <translation>Linker Knöchel</translation>
    </message>
    <message>
      <source>Left ear</source>
      <translation>Linkes Ohr</translation>
    </message>
    <message>
      <source>Left elbow</source>
      <translation>Linker Ellbogen</translation>
    </message>
    <message>
      <source>Left eye</source>
      <translation>Linkes Auge</translation>
    </message>
    <message>
      <source>Left hip</source>
      <translation>Linke Hüfte</translation>
    </message>
    <message>
      <source>Left knee</source>
      <translation>Linkes Knie</translation>
    </message>
    <message>
      <source>Left shoulder</source>
      <translation>Linke Schulter</translation>
    </message>
    <message>
      <source>Left wrist</source>
      <translation>Linkes Handgelenk</translation>
    </message>
    <message>
      <source>Nose</source>
      <translation>Nase</translation>
    </message>
    <message>
      <source>Right ankle</source>
      <translation>Rechter Knöchel</translation>
    </message>
    <message>
      <source>Right ear</source>
      <translation>Rechtes Ohr</translation>
    </message>
    <message>
      <source>Right elbow</source>
      <translation>Rechter Ellbogen</translation>
    </message>
    <message>
      <source>Right eye</source>
      <translation>Rechtes Auge</translation>
    </message>
    <message>
      <source>Right hip</source>
      <translation>Rechte Hüfte</translation>
    </message>
    <message>
      <source>Right knee</source>
      <translation>Rechtes Knie</translation>
    </message>
    <message>
      <source>Right shoulder</source>
      <translation>Rechte Schulter</translation>
    </message>
    <message>
      <source>Right wrist</source>
      <translation>Rechtes Handgelenk</translation>
    </message>
    <message>
      <source>Trunk tilt</source>
      <translation>Neigung des Rumpfs</translation>
    </message>
  </context>
  <context>
    <name>Live</name>
    <message>
      <source>Detector runs</source>
      <translation>Detektorläufe</translation>
    </message>
    <message>
      <source>Dropped</source>
      <translation>Ausgelassen</translation>
    </message>
    <message>
      <source>Frames a second</source>
      <translation>Bilder pro Sekunde</translation>
    </message>
    <message>
      <source>Frames a second over the last 30 seconds</source>
      <translation>Bilder pro Sekunde in den letzten 30 Sekunden</translation>
    </message>
    <message>
      <source>Frames a second, 30 s</source>
      <translation>Bilder pro Sekunde, 30 s</translation>
    </message>
    <message>
      <source>From the camera to this screen: half of the frames are faster than this</source>
      <translation>Von der Kamera bis zu diesem Bildschirm: Die Hälfte der Bilder ist schneller</translation>
    </message>
    <message>
      <source>Latency in milliseconds over the last 30 seconds</source>
      <translation>Verzögerung in Millisekunden in den letzten 30 Sekunden</translation>
    </message>
    <message>
      <source>Latency, ms</source>
      <translation>Verzögerung, ms</translation>
    </message>
    <message>
      <source>Latency, ms: half of the frames, 95 %</source>
      <translation>Verzögerung, ms: halb, 95 %</translation>
    </message>
    <message>
      <source>On how many frames the person detector ran; in between people are followed</source>
      <translation>Bei wie vielen Bildern der Personendetektor lief; dazwischen werden die Personen verfolgt</translation>
    </message>
    <message>
      <source>People</source>
      <translation>Personen</translation>
    </message>
    <message>
      <source>Runs on</source>
      <translation>Läuft auf</translation>
    </message>
    <message>
      <source>Source</source>
      <translation>Quelle</translation>
    </message>
    <message>
      <source>Step</source>
      <translation>Schritt</translation>
    </message>
    <message>
      <source>Time of each step</source>
      <translation>Zeit je Schritt</translation>
    </message>
    <message>
      <source>detector</source>
      <translation>Detektor</translation>
    </message>
    <message>
      <source>drops</source>
      <translation>aus</translation>
    </message>
    <message>
      <source>p95 latency</source>
      <translation>Verzögerung p95</translation>
    </message>
    <message>
      <source>pose</source>
      <translation>Pose</translation>
    </message>
    <message>
      <source>smoothing</source>
      <translation>Glättung</translation>
    </message>
    <message>
      <source>source</source>
      <translation>Quelle</translation>
    </message>
    <message>
      <source>wait</source>
      <translation>Warten</translation>
    </message>
    <message>
      <source>{dropped} of {all}</source>
      <translation>{dropped} von {all}</translation>
    </message>
  </context>
  <context>
    <name>Menu</name>
    <message>
      <source>&amp;Capture</source>
      <translation>&amp;Aufnahme</translation>
    </message>
    <message>
      <source>&amp;File</source>
      <translation>&amp;Datei</translation>
    </message>
    <message>
      <source>&amp;Help</source>
      <translation>&amp;Hilfe</translation>
    </message>
    <message>
      <source>&amp;View</source>
      <translation>A&amp;nsicht</translation>
    </message>
    <message>
      <source>5 seconds back</source>
      <translation>5 Sekunden zurück</translation>
    </message>
    <message>
      <source>5 seconds forward</source>
      <translation>5 Sekunden vor</translation>
    </message>
    <message>
      <source>About lightpose</source>
      <translation>Über lightpose</translation>
    </message>
    <message>
      <source>Blur faces</source>
      <translation>Gesichter verpixeln</translation>
    </message>
    <message>
      <source>Boxes</source>
      <translation>Rahmen</translation>
    </message>
    <message>
      <source>Check for updates…</source>
      <translation>Nach Updates suchen…</translation>
    </message>
    <message>
      <source>Draw a region</source>
      <translation>Bereich zeichnen</translation>
    </message>
    <message>
      <source>Full screen</source>
      <translation>Vollbild</translation>
    </message>
    <message>
      <source>Heatmap</source>
      <translation>Heatmap</translation>
    </message>
    <message>
      <source>IDs</source>
      <translation>Nummern</translation>
    </message>
    <message>
      <source>Joint angles</source>
      <translation>Gelenkwinkel</translation>
    </message>
    <message>
      <source>Joint names</source>
      <translation>Gelenknamen</translation>
    </message>
    <message>
      <source>Keyboard shortcuts</source>
      <translation>Tastenkürzel</translation>
    </message>
    <message>
      <source>Live numbers</source>
      <translation>Messwerte</translation>
    </message>
    <message>
      <source>Mirror</source>
      <translation>Spiegeln</translation>
    </message>
    <message>
      <source>Next person</source>
      <translation>Nächste Person</translation>
    </message>
    <message>
      <source>One frame back</source>
      <translation>Ein Bild zurück</translation>
    </message>
    <message>
      <source>One frame forward</source>
      <translation>Ein Bild vor</translation>
    </message>
    <message>
      <source>Open address…</source>
      <translation>Adresse öffnen…</translation>
    </message>
    <message>
      <source>Open folder…</source>
      <translation>Ordner öffnen…</translation>
    </message>
    <message>
      <source>Open video…</source>
      <translation>Video öffnen…</translation>
    </message>
    <message>
      <source>Pause</source>
      <translation>Pause</translation>
    </message>
    <message>
      <source>Previous person</source>
      <translation>Vorige Person</translation>
    </message>
    <message>
      <source>Process files…</source>
      <translation>Dateien verarbeiten…</translation>
    </message>
    <message>
      <source>Quit</source>
      <translation>Beenden</translation>
    </message>
    <message>
      <source>Record</source>
      <translation>Aufnehmen</translation>
    </message>
    <message>
      <source>Screen</source>
      <translation>Bildschirm</translation>
    </message>
    <message>
      <source>Send to streams</source>
      <translation>An Streams senden</translation>
    </message>
    <message>
      <source>Settings</source>
      <translation>Einstellungen</translation>
    </message>
    <message>
      <source>Show everyone</source>
      <translation>Alle zeigen</translation>
    </message>
    <message>
      <source>Show recordings</source>
      <translation>Aufnahmen zeigen</translation>
    </message>
    <message>
      <source>Side panel</source>
      <translation>Seitenleiste</translation>
    </message>
    <message>
      <source>Skeleton</source>
      <translation>Skelett</translation>
    </message>
    <message>
      <source>Snapshot</source>
      <translation>Schnappschuss</translation>
    </message>
    <message>
      <source>Streams…</source>
      <translation>Streams…</translation>
    </message>
    <message>
      <source>Test image</source>
      <translation>Testbild</translation>
    </message>
    <message>
      <source>Trails</source>
      <translation>Spuren</translation>
    </message>
    <message>
      <source>View options</source>
      <translation>Ansichtsoptionen</translation>
    </message>
    <message>
      <source>Virtual camera</source>
      <translation>Virtuelle Kamera</translation>
    </message>
    <message>
      <source>Whole image</source>
      <translation>Ganzes Bild</translation>
    </message>
    <message>
      <source>it is a single image</source>
      <translation>es ist ein einzelnes Bild</translation>
    </message>
    <message>
      <source>nothing is playing</source>
      <translation>es läuft nichts</translation>
    </message>
    <message>
      <source>one cannot jump in this video</source>
      <translation>in diesem Video kann man nicht springen</translation>
    </message>
    <message>
      <source>only in recorded videos</source>
      <translation>nur in aufgezeichneten Videos</translation>
    </message>
    <message>
      <source>there is no image yet</source>
      <translation>noch ist kein Bild da</translation>
    </message>
  </context>
  <context>
    <name>Notices</name>
    <message>
      <source>A folder of videos</source>
      <translation>Ein Ordner mit Videos</translation>
    </message>
    <message>
      <source>Accelerator not available</source>
      <translation>Beschleuniger nicht verfügbar</translation>
    </message>
    <message>
      <source>All settings are as they were at the first start.</source>
      <translation>Alle Einstellungen sind wie beim ersten Start.</translation>
    </message>
    <message>
      <source>Camera busy</source>
      <translation>Kamera belegt</translation>
    </message>
    <message>
      <source>Camera lost</source>
      <translation>Kamera verloren</translation>
    </message>
    <message>
      <source>Camera not allowed</source>
      <translation>Kamera nicht erlaubt</translation>
    </message>
    <message>
      <source>Dismiss</source>
      <translation>Schließen</translation>
    </message>
    <message>
      <source>It did not start</source>
      <translation>Es ist nicht gestartet</translation>
    </message>
    <message>
      <source>Loading the networks and opening the source.</source>
      <translation>Die Netze werden geladen und die Quelle wird geöffnet.</translation>
    </message>
    <message>
      <source>Look harder</source>
      <translation>Genauer suchen</translation>
    </message>
    <message>
      <source>No camera found</source>
      <translation>Keine Kamera gefunden</translation>
    </message>
    <message>
      <source>No image from the camera</source>
      <translation>Kein Bild von der Kamera</translation>
    </message>
    <message>
      <source>Nobody in view. Step back until your shoulders are in the image, or look for people less strictly.</source>
      <translation>Niemand im Bild. Treten Sie zurück, bis Ihre Schultern im Bild sind, oder lassen Sie weniger streng suchen.</translation>
    </message>
    <message>
      <source>Nobody was found for some seconds. People can be looked for less strictly.</source>
      <translation>Seit einigen Sekunden wurde niemand gefunden. Es kann weniger streng gesucht werden.</translation>
    </message>
    <message>
      <source>Only {fps} frames a second on this machine. A smaller image and fewer detector runs help.</source>
      <translation>Nur {fps} Bilder pro Sekunde auf diesem Rechner. Ein kleineres Bild und weniger Detektorläufe helfen.</translation>
    </message>
    <message>
      <source>Only {fps} frames a second on this machine. Fewer detector runs help.</source>
      <translation>Nur {fps} Bilder pro Sekunde auf diesem Rechner. Weniger Detektorläufe helfen.</translation>
    </message>
    <message>
      <source>Open a video…</source>
      <translation>Video öffnen…</translation>
    </message>
    <message>
      <source>Open another…</source>
      <translation>Andere öffnen…</translation>
    </message>
    <message>
      <source>Open one…</source>
      <translation>Eines öffnen…</translation>
    </message>
    <message>
      <source>Other address…</source>
      <translation>Andere Adresse…</translation>
    </message>
    <message>
      <source>Other source</source>
      <translation>Andere Quelle</translation>
    </message>
    <message>
      <source>Play again</source>
      <translation>Noch einmal</translation>
    </message>
    <message>
      <source>Plug in a camera and it starts by itself; or open a video.</source>
      <translation>Stecken Sie eine Kamera ein, dann geht es von selbst los; oder öffnen Sie ein Video.</translation>
    </message>
    <message>
      <source>Process them…</source>
      <translation>Verarbeiten…</translation>
    </message>
    <message>
      <source>Recordings and snapshots are in {folder}.</source>
      <translation>Aufnahmen und Schnappschüsse liegen in {folder}.</translation>
    </message>
    <message>
      <source>Settings</source>
      <translation>Einstellungen</translation>
    </message>
    <message>
      <source>Show everyone</source>
      <translation>Alle zeigen</translation>
    </message>
    <message>
      <source>Something broke</source>
      <translation>Etwas ist kaputtgegangen</translation>
    </message>
    <message>
      <source>Start again</source>
      <translation>Neu starten</translation>
    </message>
    <message>
      <source>Starting</source>
      <translation>Start</translation>
    </message>
    <message>
      <source>Still no camera found</source>
      <translation>Noch immer keine Kamera gefunden</translation>
    </message>
    <message>
      <source>Stream lost</source>
      <translation>Stream verloren</translation>
    </message>
    <message>
      <source>Stream not available</source>
      <translation>Stream nicht erreichbar</translation>
    </message>
    <message>
      <source>Test image</source>
      <translation>Testbild</translation>
    </message>
    <message>
      <source>That was the last image.</source>
      <translation>Das war das letzte Bild.</translation>
    </message>
    <message>
      <source>The language changes when lightpose is started again.</source>
      <translation>Die Sprache wechselt beim nächsten Start von lightpose.</translation>
    </message>
    <message>
      <source>The networks cannot be loaded</source>
      <translation>Die Netze lassen sich nicht laden</translation>
    </message>
    <message>
      <source>The processor can do it too.</source>
      <translation>Der Prozessor kann es auch.</translation>
    </message>
    <message>
      <source>The step “{stage}” failed. Starting again usually helps.</source>
      <translation>Der Schritt „{stage}“ ist gescheitert. Ein Neustart hilft meist.</translation>
    </message>
    <message>
      <source>The video has ended.</source>
      <translation>Das Video ist zu Ende.</translation>
    </message>
    <message>
      <source>There are people, but not who was chosen.</source>
      <translation>Es sind Menschen da, aber nicht die gewählte Person.</translation>
    </message>
    <message>
      <source>This cannot be played</source>
      <translation>Das lässt sich nicht abspielen</translation>
    </message>
    <message>
      <source>Try again</source>
      <translation>Noch einmal versuchen</translation>
    </message>
    <message>
      <source>Try now</source>
      <translation>Jetzt versuchen</translation>
    </message>
    <message>
      <source>Undo</source>
      <translation>Rückgängig</translation>
    </message>
    <message>
      <source>Use lighter settings</source>
      <translation>Sparsamer einstellen</translation>
    </message>
    <message>
      <source>Use the bundled networks</source>
      <translation>Mitgelieferte Netze nehmen</translation>
    </message>
    <message>
      <source>Use the processor</source>
      <translation>Prozessor nehmen</translation>
    </message>
    <message>
      <source>Who was chosen would be outside of the picture.</source>
      <translation>Die gewählte Stelle liegt außerhalb des Bildes.</translation>
    </message>
    <message>
      <source>{name} cannot be opened, most likely because another program uses it. Close that one, then try again.</source>
      <translation>{name} lässt sich nicht öffnen, wahrscheinlich weil ein anderes Programm sie benutzt. Schließen Sie es und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
      <source>{name} holds a video and no images.</source>
      <translation>{name} enthält ein Video und keine Bilder.</translation>
    </message>
    <message>
      <source>{name} holds {number} videos and no images.</source>
      <translation>{name} enthält {number} Videos und keine Bilder.</translation>
    </message>
    <message>
      <source>{name} is there but sends nothing. Plug it out and in again, or close what else uses it.</source>
      <translation>{name} ist da, sendet aber nichts. Ziehen Sie sie heraus und stecken Sie sie wieder ein, oder schließen Sie, was sie sonst benutzt.</translation>
    </message>
    <message>
      <source>{name} is there, but this program may not use it. Allow it, then try again.</source>
      <translation>{name} ist da, aber dieses Programm darf sie nicht benutzen. Erlauben Sie es und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
      <source>{name} stopped delivering images. Plug it in again: it goes on by itself.</source>
      <translation>{name} liefert keine Bilder mehr. Stecken Sie sie wieder ein: Es geht von selbst weiter.</translation>
    </message>
    <message>
      <source>{name} stopped sending. Trying again until it is back.</source>
      <translation>{name} sendet nicht mehr. Es wird weiter versucht, bis es wieder geht.</translation>
    </message>
  </context>
  <context>
    <name>Panel</name>
    <message>
      <source>Angles</source>
      <translation>Winkel</translation>
    </message>
    <message>
      <source>Live</source>
      <translation>Live</translation>
    </message>
    <message>
      <source>Page {title}</source>
      <translation>Seite {title}</translation>
    </message>
    <message>
      <source>Settings</source>
      <translation>Einstellungen</translation>
    </message>
    <message>
      <source>View</source>
      <translation>Ansicht</translation>
    </message>
  </context>
  <context>
    <name>People</name>
    <message>
      <source>Draw a region</source>
      <translation>Bereich zeichnen</translation>
    </message>
    <message>
      <source>Everyone</source>
      <translation>Alle</translation>
    </message>
    <message>
      <source>How many</source>
      <translation>Wie viele</translation>
    </message>
    <message>
      <source>One person</source>
      <translation>Eine Person</translation>
    </message>
    <message>
      <source>Only people in a part of the image; drag over it with the mouse (G)</source>
      <translation>Nur Menschen in einem Teil des Bildes; mit der Maus darüberziehen (G)</translation>
    </message>
    <message>
      <source>Only person {number}</source>
      <translation>Nur Person {number}</translation>
    </message>
    <message>
      <source>Record everyone</source>
      <translation>Alle aufnehmen</translation>
    </message>
    <message>
      <source>Recordings hold all people, whoever is shown</source>
      <translation>Aufnahmen enthalten alle Menschen, wer auch gezeigt wird</translation>
    </message>
    <message>
      <source>Region</source>
      <translation>Bereich</translation>
    </message>
    <message>
      <source>Show everyone</source>
      <translation>Alle zeigen</translation>
    </message>
    <message>
      <source>The largest</source>
      <translation>Die größte</translation>
    </message>
    <message>
      <source>The largest few</source>
      <translation>Die größten</translation>
    </message>
    <message>
      <source>The most central</source>
      <translation>Die mittlere</translation>
    </message>
    <message>
      <source>Who is shown</source>
      <translation>Wer gezeigt wird</translation>
    </message>
    <message>
      <source>Whole image</source>
      <translation>Ganzes Bild</translation>
    </message>
  </context>
  <context>
    <name>Process</name>
    <message>
      <source>1: all frames; 2: every second one</source>
      <translation>1: alle Bilder; 2: jedes zweite</translation>
    </message>
    <message>
      <source>A person's number needs people who are followed.</source>
      <translation>Die Nummer einer Person setzt voraus, dass Personen verfolgt werden.</translation>
    </message>
    <message>
      <source>Accuracy</source>
      <translation>Genauigkeit</translation>
    </message>
    <message>
      <source>Add address…</source>
      <translation>Adresse hinzufügen…</translation>
    </message>
    <message>
      <source>Add files…</source>
      <translation>Dateien hinzufügen…</translation>
    </message>
    <message>
      <source>All people</source>
      <translation>Alle Personen</translation>
    </message>
    <message>
      <source>Angles (CSV)</source>
      <translation>Winkel (CSV)</translation>
    </message>
    <message>
      <source>Annotated video</source>
      <translation>Video mit Skeletten</translation>
    </message>
    <message>
      <source>As in the video</source>
      <translation>Wie im Video</translation>
    </message>
    <message>
      <source>At a time</source>
      <translation>Zugleich</translation>
    </message>
    <message>
      <source>At most</source>
      <translation>Höchstens</translation>
    </message>
    <message>
      <source>At most so long; what is live needs it. Seconds, or h:mm:ss</source>
      <translation>Höchstens so lange; nötig für alles, was live ist. Sekunden oder h:mm:ss</translation>
    </message>
    <message>
      <source>Background</source>
      <translation>Hintergrund</translation>
    </message>
    <message>
      <source>Beside each file</source>
      <translation>Neben jeder Datei</translation>
    </message>
    <message>
      <source>Best accuracy</source>
      <translation>Höchste Genauigkeit</translation>
    </message>
    <message>
      <source>Black</source>
      <translation>Schwarz</translation>
    </message>
    <message>
      <source>Blurred</source>
      <translation>Unscharf</translation>
    </message>
    <message>
      <source>CRF: lower is better and larger</source>
      <translation>CRF: kleiner ist besser und ergibt größere Dateien</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>Abbrechen</translation>
    </message>
    <message>
      <source>Cancelled</source>
      <translation>Abgebrochen</translation>
    </message>
    <message>
      <source>Carry the sound over</source>
      <translation>Den Ton übernehmen</translation>
    </message>
    <message>
      <source>Coding</source>
      <translation>Kodierung</translation>
    </message>
    <message>
      <source>Detector on every frame, in two sizes; mirrored crops too; broken tracks joined. Slow.</source>
      <translation>Detektor auf jedem Bild, in zwei Größen; auch gespiegelte Ausschnitte; unterbrochene Spuren verbunden. Langsam.</translation>
    </message>
    <message>
      <source>Done</source>
      <translation>Fertig</translation>
    </message>
    <message>
      <source>Done before</source>
      <translation>Schon fertig</translation>
    </message>
    <message>
      <source>Drop videos or folders of videos here, or add them below.</source>
      <translation>Videos oder Ordner mit Videos hier ablegen oder unten hinzufügen.</translation>
    </message>
    <message>
      <source>Duration</source>
      <translation>Dauer</translation>
    </message>
    <message>
      <source>End</source>
      <translation>Ende</translation>
    </message>
    <message>
      <source>Every so many frames</source>
      <translation>Jedes wievielte Bild</translation>
    </message>
    <message>
      <source>Everyone</source>
      <translation>Alle</translation>
    </message>
    <message>
      <source>Failed: {why}</source>
      <translation>Fehlgeschlagen: {why}</translation>
    </message>
    <message>
      <source>File</source>
      <translation>Datei</translation>
    </message>
    <message>
      <source>Files</source>
      <translation>Dateien</translation>
    </message>
    <message>
      <source>Folder for the results</source>
      <translation>Ordner für die Ergebnisse</translation>
    </message>
    <message>
      <source>Follow people</source>
      <translation>Personen verfolgen</translation>
    </message>
    <message>
      <source>From</source>
      <translation>Von</translation>
    </message>
    <message>
      <source>Height</source>
      <translation>Höhe</translation>
    </message>
    <message>
      <source>Height of the person</source>
      <translation>Größe der Person</translation>
    </message>
    <message>
      <source>Height of the video</source>
      <translation>Höhe des Videos</translation>
    </message>
    <message>
      <source>How many recordings are processed side by side</source>
      <translation>Wie viele Aufnahmen nebeneinander verarbeitet werden</translation>
    </message>
    <message>
      <source>Image</source>
      <translation>Bild</translation>
    </message>
    <message>
      <source>Into {folder}</source>
      <translation>Nach {folder}</translation>
    </message>
    <message>
      <source>Keypoints: {format}</source>
      <translation>Keypoints: {format}</translation>
    </message>
    <message>
      <source>Largest people</source>
      <translation>Größte Personen</translation>
    </message>
    <message>
      <source>Least score of a person</source>
      <translation>Mindestwert einer Person</translation>
    </message>
    <message>
      <source>Leave out people the detector is less sure of</source>
      <translation>Personen weglassen, bei denen der Detektor weniger sicher ist</translation>
    </message>
    <message>
      <source>Leave out recordings whose results are whole and were made with these options</source>
      <translation>Aufnahmen auslassen, deren Ergebnisse vollständig sind und mit diesen Einstellungen entstanden</translation>
    </message>
    <message>
      <source>Look for people in one size of each image</source>
      <translation>Personen in einer Größe jedes Bildes suchen</translation>
    </message>
    <message>
      <source>Look for people in two sizes of each image, which finds more</source>
      <translation>Personen in zwei Größen jedes Bildes suchen, das findet mehr</translation>
    </message>
    <message>
      <source>Metres, of the person seen longest: for OpenSim TRC</source>
      <translation>Meter, der am längsten sichtbaren Person: für OpenSim TRC</translation>
    </message>
    <message>
      <source>Normal accuracy</source>
      <translation>Normale Genauigkeit</translation>
    </message>
    <message>
      <source>Number of the person</source>
      <translation>Nummer der Person</translation>
    </message>
    <message>
      <source>Number …</source>
      <translation>Nummer …</translation>
    </message>
    <message>
      <source>One frame of</source>
      <translation>Ein Bild von</translation>
    </message>
    <message>
      <source>Only the largest so many people</source>
      <translation>Nur so viele der größten Personen</translation>
    </message>
    <message>
      <source>Only who is in this part of the image, in pixels</source>
      <translation>Nur wer in diesem Teil des Bildes ist, in Pixeln</translation>
    </message>
    <message>
      <source>Open result</source>
      <translation>Öffnen</translation>
    </message>
    <message>
      <source>Part</source>
      <translation>Teil</translation>
    </message>
    <message>
      <source>People</source>
      <translation>Personen</translation>
    </message>
    <message>
      <source>People keep their numbers; off: each frame by itself</source>
      <translation>Personen behalten ihre Nummern; aus: jedes Bild für sich</translation>
    </message>
    <message>
      <source>Person</source>
      <translation>Person</translation>
    </message>
    <message>
      <source>Person's height (m)</source>
      <translation>Körpergröße (m)</translation>
    </message>
    <message>
      <source>Pixels</source>
      <translation>Pixel</translation>
    </message>
    <message>
      <source>Plays everywhere</source>
      <translation>Läuft überall</translation>
    </message>
    <message>
      <source>Process files</source>
      <translation>Dateien verarbeiten</translation>
    </message>
    <message>
      <source>Progress</source>
      <translation>Fortschritt</translation>
    </message>
    <message>
      <source>Progress of {file}</source>
      <translation>Fortschritt von {file}</translation>
    </message>
    <message>
      <source>Quality</source>
      <translation>Qualität</translation>
    </message>
    <message>
      <source>Recordings at a time</source>
      <translation>Aufnahmen zugleich</translation>
    </message>
    <message>
      <source>Region</source>
      <translation>Bereich</translation>
    </message>
    <message>
      <source>Remove</source>
      <translation>Entfernen</translation>
    </message>
    <message>
      <source>Remove the jitter of the joints, without any lag</source>
      <translation>Das Zittern der Gelenke entfernen, ohne Verzögerung</translation>
    </message>
    <message>
      <source>Results</source>
      <translation>Ergebnisse</translation>
    </message>
    <message>
      <source>Score from</source>
      <translation>Wert ab</translation>
    </message>
    <message>
      <source>Seconds, or h:mm:ss</source>
      <translation>Sekunden oder h:mm:ss</translation>
    </message>
    <message>
      <source>Skeletons alone, for editing programs</source>
      <translation>Nur Skelette, für Schnittprogramme</translation>
    </message>
    <message>
      <source>Skeletons on black</source>
      <translation>Skelette auf Schwarz</translation>
    </message>
    <message>
      <source>Skip what is done</source>
      <translation>Fertige auslassen</translation>
    </message>
    <message>
      <source>Smaller</source>
      <translation>Kleiner</translation>
    </message>
    <message>
      <source>Smaller still, slower</source>
      <translation>Noch kleiner, langsamer</translation>
    </message>
    <message>
      <source>Sound</source>
      <translation>Ton</translation>
    </message>
    <message>
      <source>Start</source>
      <translation>Start</translation>
    </message>
    <message>
      <source>State</source>
      <translation>Stand</translation>
    </message>
    <message>
      <source>Steady joints</source>
      <translation>Gelenke beruhigen</translation>
    </message>
    <message>
      <source>The image made unrecognisable</source>
      <translation>Das Bild, unkenntlich gemacht</translation>
    </message>
    <message>
      <source>The largest</source>
      <translation>Die größte</translation>
    </message>
    <message>
      <source>The most central</source>
      <translation>Die mittigste</translation>
    </message>
    <message>
      <source>The person nearest to the centre</source>
      <translation>Die Person am nächsten zur Mitte</translation>
    </message>
    <message>
      <source>The person with the largest box</source>
      <translation>Die Person mit dem größten Rahmen</translation>
    </message>
    <message>
      <source>The person with this number</source>
      <translation>Die Person mit dieser Nummer</translation>
    </message>
    <message>
      <source>The recording itself</source>
      <translation>Die Aufnahme selbst</translation>
    </message>
    <message>
      <source>To</source>
      <translation>Bis</translation>
    </message>
    <message>
      <source>Transparent (.mov)</source>
      <translation>Durchsichtig (.mov)</translation>
    </message>
    <message>
      <source>Two sizes</source>
      <translation>Zwei Größen</translation>
    </message>
    <message>
      <source>Video</source>
      <translation>Video</translation>
    </message>
    <message>
      <source>Video stream</source>
      <translation>Videospur</translation>
    </message>
    <message>
      <source>Videos to process</source>
      <translation>Videos zum Verarbeiten</translation>
    </message>
    <message>
      <source>Waiting</source>
      <translation>Wartet</translation>
    </message>
    <message>
      <source>Where the results go</source>
      <translation>Wohin die Ergebnisse kommen</translation>
    </message>
    <message>
      <source>Which video of a file with several, as ffprobe counts</source>
      <translation>Welches Video einer Datei mit mehreren, wie ffprobe zählt</translation>
    </message>
    <message>
      <source>Working</source>
      <translation>In Arbeit</translation>
    </message>
    <message>
      <source>Write the video with the skeletons drawn into it</source>
      <translation>Das Video mit eingezeichneten Skeletten schreiben</translation>
    </message>
    <message>
      <source>all</source>
      <translation>alles</translation>
    </message>
    <message>
      <source>as in the window</source>
      <translation>wie im Fenster</translation>
    </message>
    <message>
      <source>as recorded</source>
      <translation>wie aufgenommen</translation>
    </message>
    <message>
      <source>end</source>
      <translation>Ende</translation>
    </message>
    <message>
      <source>everyone</source>
      <translation>alle</translation>
    </message>
    <message>
      <source>main</source>
      <translation>Haupt</translation>
    </message>
    <message>
      <source>unknown</source>
      <translation>unbekannt</translation>
    </message>
    <message>
      <source>x,y,width,height</source>
      <translation>x,y,Breite,Höhe</translation>
    </message>
    <message>
      <source>{address} has no end: give a duration on the page Part.</source>
      <translation>{address} hat kein Ende: Geben Sie auf der Seite „Teil“ eine Dauer an.</translation>
    </message>
    <message>
      <source>{count} left out</source>
      <translation>{count} ausgelassen</translation>
    </message>
    <message>
      <source>{fps} frames/s</source>
      <translation>{fps} Bilder/s</translation>
    </message>
    <message>
      <source>{fps} frames/s, {time} left</source>
      <translation>{fps} Bilder/s, noch {time}</translation>
    </message>
    <message>
      <source>{frames} frames in {time}</source>
      <translation>{frames} Bilder in {time}</translation>
    </message>
    <message>
      <source>{ready} of {all} done</source>
      <translation>{ready} von {all} fertig</translation>
    </message>
    <message>
      <source>{title} page</source>
      <translation>Seite {title}</translation>
    </message>
  </context>
  <context>
    <name>QAbstractFileIconProvider</name>
    <message>
      <source>%1 File</source>
      <translation>%1-Datei</translation>
    </message>
    <message>
      <source>Drive</source>
      <translation>Laufwerk</translation>
    </message>
    <message>
      <source>File</source>
      <translation>Datei</translation>
    </message>
    <message>
      <source>Folder</source>
      <translation>Ordner</translation>
    </message>
  </context>
  <context>
    <name>Reasons</name>
    <message>
      <source>'{text}' is no duration; it must be above 0</source>
      <translation>„{text}“ ist keine Dauer; sie muss größer als 0 sein</translation>
    </message>
    <message>
      <source>'{text}' is no region; write x,y,width,height in pixels, such as 0,0,320,240, or in percent, such as 25%,0,50%,100%</source>
      <translation>„{text}“ ist kein Bereich; schreiben Sie x,y,Breite,Höhe in Pixeln, etwa 0,0,320,240, oder in Prozent, etwa 25%,0,50%,100%</translation>
    </message>
    <message>
      <source>'{text}' is no time; write seconds (90.5) or h:mm:ss (0:01:30.5)</source>
      <translation>„{text}“ ist keine Zeit; schreiben Sie Sekunden (90.5) oder h:mm:ss (0:01:30.5)</translation>
    </message>
    <message>
      <source>Address already in use</source>
      <translation>die Adresse wird schon benutzt</translation>
    </message>
    <message>
      <source>Cannot assign requested address</source>
      <translation>dieser Rechner hat die Adresse nicht</translation>
    </message>
    <message>
      <source>Connection refused</source>
      <translation>die Verbindung wurde abgelehnt</translation>
    </message>
    <message>
      <source>Connection timed out</source>
      <translation>die Verbindung kam nicht rechtzeitig zustande</translation>
    </message>
    <message>
      <source>Input/output error</source>
      <translation>Fehler beim Lesen oder Schreiben des Geräts</translation>
    </message>
    <message>
      <source>Invalid data found when processing input</source>
      <translation>die Daten sind ungültig</translation>
    </message>
    <message>
      <source>Is a directory</source>
      <translation>es ist ein Ordner</translation>
    </message>
    <message>
      <source>Name or service not known</source>
      <translation>den Namen kennt niemand</translation>
    </message>
    <message>
      <source>Network is unreachable</source>
      <translation>das Netzwerk ist nicht erreichbar</translation>
    </message>
    <message>
      <source>No route to host</source>
      <translation>es führt kein Weg zu diesem Rechner</translation>
    </message>
    <message>
      <source>No space left on device</source>
      <translation>kein Platz mehr auf dem Datenträger</translation>
    </message>
    <message>
      <source>No such device</source>
      <translation>Das Gerät ist nicht mehr da</translation>
    </message>
    <message>
      <source>No such file or directory</source>
      <translation>Datei oder Ordner gibt es nicht</translation>
    </message>
    <message>
      <source>Not a directory</source>
      <translation>es ist kein Ordner</translation>
    </message>
    <message>
      <source>Permission denied</source>
      <translation>keine Berechtigung</translation>
    </message>
    <message>
      <source>Read-only file system</source>
      <translation>der Datenträger ist schreibgeschützt</translation>
    </message>
    <message>
      <source>Temporary failure in name resolution</source>
      <translation>der Name lässt sich zurzeit nicht auflösen</translation>
    </message>
    <message>
      <source>a link to a folder</source>
      <translation>eine Verknüpfung mit einem Ordner</translation>
    </message>
    <message>
      <source>a region needs a width and a height above 0</source>
      <translation>ein Bereich braucht eine Breite und eine Höhe über 0</translation>
    </message>
    <message>
      <source>an image in a folder of videos</source>
      <translation>ein Bild in einem Ordner mit Videos</translation>
    </message>
    <message>
      <source>an unfinished result</source>
      <translation>ein unfertiges Ergebnis</translation>
    </message>
    <message>
      <source>another program uses the virtual camera, or it may not be written to</source>
      <translation>ein anderes Programm benutzt die virtuelle Kamera, oder sie darf nicht beschrieben werden</translation>
    </message>
    <message>
      <source>cannot listen at {address}: {why}</source>
      <translation>an {address} kann nicht gelauscht werden: {why}</translation>
    </message>
    <message>
      <source>cannot record into {folder}: {why}</source>
      <translation>in {folder} kann nicht aufgenommen werden: {why}</translation>
    </message>
    <message>
      <source>cannot send to {address}: others in the network could read it; add a token, such as {token}</source>
      <translation>an {address} kann nicht gesendet werden: andere im Netzwerk könnten es lesen; ein Token ergänzen, etwa {token}</translation>
    </message>
    <message>
      <source>cannot send to {address}: unknown kind {kind}, use one of {kinds}</source>
      <translation>an {address} kann nicht gesendet werden: die Art {kind} ist unbekannt, möglich sind {kinds}</translation>
    </message>
    <message>
      <source>cannot send to {address}: {why}</source>
      <translation>an {address} kann nicht gesendet werden: {why}</translation>
    </message>
    <message>
      <source>cannot write {path}: {why}</source>
      <translation>{path} lässt sich nicht schreiben: {why}</translation>
    </message>
    <message>
      <source>from {start} s to {end} s is no span; the end must come after the start</source>
      <translation>von {start} s bis {end} s ist kein Abschnitt; das Ende muss nach dem Anfang kommen</translation>
    </message>
    <message>
      <source>hidden</source>
      <translation>versteckt</translation>
    </message>
    <message>
      <source>it does not answer; check the address and the network</source>
      <translation>keine Antwort; prüfen Sie Adresse und Netzwerk</translation>
    </message>
    <message>
      <source>it is a folder</source>
      <translation>es ist ein Ordner</translation>
    </message>
    <message>
      <source>not a video</source>
      <translation>kein Video</translation>
    </message>
    <message>
      <source>the driver of the virtual camera does not answer</source>
      <translation>der Treiber der virtuellen Kamera antwortet nicht</translation>
    </message>
    <message>
      <source>the file is there and read-only</source>
      <translation>die Datei ist da und schreibgeschützt</translation>
    </message>
    <message>
      <source>the folder {path} does not exist</source>
      <translation>den Ordner {path} gibt es nicht</translation>
    </message>
    <message>
      <source>the screen as a source needs the package mss: pip install "lightpose[screen]"</source>
      <translation>der Bildschirm als Quelle braucht das Paket mss: pip install "lightpose[screen]"</translation>
    </message>
    <message>
      <source>the screen cannot be read: {why}</source>
      <translation>der Bildschirm lässt sich nicht lesen: {why}</translation>
    </message>
    <message>
      <source>the size of the frames changed</source>
      <translation>die Größe der Bilder hat sich geändert</translation>
    </message>
    <message>
      <source>there is no virtual camera device: install v4l2loopback-dkms, then modprobe v4l2loopback exclusive_caps=1</source>
      <translation>es gibt kein virtuelles Kameragerät: v4l2loopback-dkms installieren, dann modprobe v4l2loopback exclusive_caps=1</translation>
    </message>
    <message>
      <source>there is no virtual camera: install OBS, start its virtual camera once and allow it in the system settings</source>
      <translation>es gibt keine virtuelle Kamera: OBS installieren, seine virtuelle Kamera einmal starten und in den Systemeinstellungen erlauben</translation>
    </message>
    <message>
      <source>there is no virtual camera: install OBS, which brings one</source>
      <translation>es gibt keine virtuelle Kamera: OBS installieren, das eine mitbringt</translation>
    </message>
    <message>
      <source>timed out</source>
      <translation>keine Antwort in der erlaubten Zeit</translation>
    </message>
    <message>
      <source>{host} did not answer: {why}</source>
      <translation>{host} hat nicht geantwortet: {why}</translation>
    </message>
    <message>
      <source>{host} names no release</source>
      <translation>{host} nennt keine Veröffentlichung</translation>
    </message>
    <message>
      <source>{kind}:// needs {package}, which is not installed: {command}</source>
      <translation>{kind}:// braucht {package}, das nicht installiert ist: {command}</translation>
    </message>
    <message>
      <source>{message}</source>
      <translation>die Meldung lautet „{message}“</translation>
    </message>
    <message>
      <source>{name} does not answer</source>
      <translation>{name} antwortet nicht</translation>
    </message>
    <message>
      <source>{name} gives no pictures</source>
      <translation>{name} liefert keine Bilder</translation>
    </message>
    <message>
      <source>{name} is {length} s long; there is nothing at {seconds} s</source>
      <translation>{name} ist {length} s lang; bei {seconds} s ist nichts</translation>
    </message>
    <message>
      <source>{path} cannot be opened: {why}</source>
      <translation>{path} lässt sich nicht öffnen: {why}</translation>
    </message>
    <message>
      <source>{path} cannot be read as a picture: {why}</source>
      <translation>{path} lässt sich nicht als Bild lesen: {why}</translation>
    </message>
    <message>
      <source>{path} cannot be read as a video: {why}</source>
      <translation>{path} lässt sich nicht als Video lesen: {why}</translation>
    </message>
    <message>
      <source>{path} does not exist</source>
      <translation>{path} gibt es nicht</translation>
    </message>
    <message>
      <source>{path} ends before {seconds} s</source>
      <translation>{path} endet vor {seconds} s</translation>
    </message>
    <message>
      <source>{path} has no video stream {number}; its video streams: {numbers}</source>
      <translation>{path} hat keinen Videostrom {number}; seine Videoströme: {numbers}</translation>
    </message>
    <message>
      <source>{path} holds no frame that can be decoded</source>
      <translation>{path} enthält kein Bild, das sich dekodieren lässt</translation>
    </message>
    <message>
      <source>{path} holds no pictures</source>
      <translation>{path} enthält keine Bilder</translation>
    </message>
    <message>
      <source>{path} holds no pictures; left out: {others}</source>
      <translation>{path} enthält keine Bilder; ausgelassen: {others}</translation>
    </message>
    <message>
      <source>{path} holds no video</source>
      <translation>{path} enthält kein Video</translation>
    </message>
    <message>
      <source>{path} holds no video, only sound</source>
      <translation>{path} enthält kein Video, nur Ton</translation>
    </message>
    <message>
      <source>{path} holds no videos and no pictures</source>
      <translation>{path} enthält weder Videos noch Bilder</translation>
    </message>
    <message>
      <source>{path} is a folder, not a video file</source>
      <translation>{path} ist ein Ordner, keine Videodatei</translation>
    </message>
    <message>
      <source>{path} is a pipe or a device, not a file; write it to a file first</source>
      <translation>{path} ist eine Pipe oder ein Gerät, keine Datei; schreiben Sie es erst in eine Datei</translation>
    </message>
    <message>
      <source>{path} is coded in a way this build of FFmpeg cannot decode</source>
      <translation>{path} ist auf eine Weise kodiert, die dieses FFmpeg nicht dekodieren kann</translation>
    </message>
    <message>
      <source>{path} is empty (0 bytes)</source>
      <translation>{path} ist leer (0 Bytes)</translation>
    </message>
    <message>
      <source>{path} was cut off: it ends after {frames} frames</source>
      <translation>{path} ist abgeschnitten: Nach {frames} Bildern ist Schluss</translation>
    </message>
    <message>
      <source>{path}: no such model file</source>
      <translation>{path}: Diese Netzdatei gibt es nicht</translation>
    </message>
    <message>
      <source>{path}: there are no such pictures</source>
      <translation>{path}: Solche Bilder gibt es nicht</translation>
    </message>
  </context>
  <context>
    <name>Settings</name>
    <message>
      <source>As the system</source>
      <translation>Wie das System</translation>
    </message>
    <message>
      <source>Automatic</source>
      <translation>Automatisch</translation>
    </message>
    <message>
      <source>Bundled</source>
      <translation>Mitgeliefert</translation>
    </message>
    <message>
      <source>Camera</source>
      <translation>Kamera</translation>
    </message>
    <message>
      <source>Choose a file…</source>
      <translation>Datei wählen…</translation>
    </message>
    <message>
      <source>Dark</source>
      <translation>Dunkel</translation>
    </message>
    <message>
      <source>Detector runs</source>
      <translation>Detektorläufe</translation>
    </message>
    <message>
      <source>Every frame</source>
      <translation>Jedes Bild</translation>
    </message>
    <message>
      <source>Every {seconds} s</source>
      <translation>Alle {seconds} s</translation>
    </message>
    <message>
      <source>Finding people</source>
      <translation>Personen finden</translation>
    </message>
    <message>
      <source>Folder</source>
      <translation>Ordner</translation>
    </message>
    <message>
      <source>Folder of the recordings</source>
      <translation>Ordner der Aufnahmen</translation>
    </message>
    <message>
      <source>Keypoint file</source>
      <translation>Datei mit Gelenkpunkten</translation>
    </message>
    <message>
      <source>Language</source>
      <translation>Sprache</translation>
    </message>
    <message>
      <source>Least certainty</source>
      <translation>Mindestsicherheit</translation>
    </message>
    <message>
      <source>Light</source>
      <translation>Hell</translation>
    </message>
    <message>
      <source>Networks</source>
      <translation>Netze</translation>
    </message>
    <message>
      <source>No bundled networks are installed.</source>
      <translation>Es sind keine mitgelieferten Netze installiert.</translation>
    </message>
    <message>
      <source>None</source>
      <translation>Keine</translation>
    </message>
    <message>
      <source>Of a camera, draw joints where they are by now, on the newest image</source>
      <translation>Bei Kameras Gelenke dort zeichnen, wo sie jetzt sind, auf dem neuesten Bild</translation>
    </message>
    <message>
      <source>Off</source>
      <translation>Aus</translation>
    </message>
    <message>
      <source>Person detector</source>
      <translation>Personendetektor</translation>
    </message>
    <message>
      <source>Pose network</source>
      <translation>Posennetz</translation>
    </message>
    <message>
      <source>Precision</source>
      <translation>Genauigkeit</translation>
    </message>
    <message>
      <source>Predict joints</source>
      <translation>Gelenke vorhersagen</translation>
    </message>
    <message>
      <source>Processor</source>
      <translation>Prozessor</translation>
    </message>
    <message>
      <source>Processor threads</source>
      <translation>Prozessor-Threads</translation>
    </message>
    <message>
      <source>Recording</source>
      <translation>Aufnahme</translation>
    </message>
    <message>
      <source>Reset all settings</source>
      <translation>Alle Einstellungen zurücksetzen</translation>
    </message>
    <message>
      <source>Resolution</source>
      <translation>Auflösung</translation>
    </message>
    <message>
      <source>Runs on</source>
      <translation>Läuft auf</translation>
    </message>
    <message>
      <source>Smoothing</source>
      <translation>Glättung</translation>
    </message>
    <message>
      <source>Theme</source>
      <translation>Farben</translation>
    </message>
    <message>
      <source>Video as it came</source>
      <translation>Unverändertes Video</translation>
    </message>
    <message>
      <source>Video with skeletons</source>
      <translation>Video mit Skeletten</translation>
    </message>
    <message>
      <source>Where recordings and snapshots go</source>
      <translation>Wohin Aufnahmen und Schnappschüsse kommen</translation>
    </message>
    <message>
      <source>Window</source>
      <translation>Fenster</translation>
    </message>
    <message>
      <source>{network}: choose an ONNX file</source>
      <translation>{network}: ONNX-Datei wählen</translation>
    </message>
  </context>
  <context>
    <name>Streams</name>
    <message>
      <source>1 reader</source>
      <translation>1 Leser</translation>
    </message>
    <message>
      <source>Add</source>
      <translation>Hinzufügen</translation>
    </message>
    <message>
      <source>Address</source>
      <translation>Adresse</translation>
    </message>
    <message>
      <source>Addresses</source>
      <translation>Adressen</translation>
    </message>
    <message>
      <source>Computer</source>
      <translation>Rechner</translation>
    </message>
    <message>
      <source>Computers in the network can read it if they know the token.</source>
      <translation>Rechner im Netzwerk können es lesen, wenn sie das Token kennen.</translation>
    </message>
    <message>
      <source>Copied. In OBS: add a browser source and paste it as its address.</source>
      <translation>Kopiert. In OBS: eine Browserquelle hinzufügen und dies als Adresse einfügen.</translation>
    </message>
    <message>
      <source>Copy page address</source>
      <translation>Adresse der Seite kopieren</translation>
    </message>
    <message>
      <source>For a browser on this computer, or for a browser source of OBS</source>
      <translation>Für einen Browser auf diesem Rechner oder eine Browserquelle von OBS</translation>
    </message>
    <message>
      <source>In the browser, the people as they are sent</source>
      <translation>Im Browser die Personen, wie sie gesendet werden</translation>
    </message>
    <message>
      <source>Kind</source>
      <translation>Art</translation>
    </message>
    <message>
      <source>Left out</source>
      <translation>Ausgelassen</translation>
    </message>
    <message>
      <source>Nothing is sent yet. Add an address below.</source>
      <translation>Es wird noch nichts gesendet. Fügen Sie unten eine Adresse hinzu.</translation>
    </message>
    <message>
      <source>Only a WebSocket that listens has a page</source>
      <translation>Nur ein WebSocket, der lauscht, hat eine Seite</translation>
    </message>
    <message>
      <source>Open page</source>
      <translation>Seite öffnen</translation>
    </message>
    <message>
      <source>Port</source>
      <translation>Port</translation>
    </message>
    <message>
      <source>Programs on this computer can read it. 0.0.0.0 lets in all computers that know the token.</source>
      <translation>Programme auf diesem Rechner können es lesen. 0.0.0.0 lässt alle Rechner zu, die das Token kennen.</translation>
    </message>
    <message>
      <source>Remove</source>
      <translation>Entfernen</translation>
    </message>
    <message>
      <source>Send the people of each frame to other programs</source>
      <translation>Die Personen jedes Bildes an andere Programme senden</translation>
    </message>
    <message>
      <source>Sending to {address} ended: {why}</source>
      <translation>Das Senden an {address} brach ab: {why}</translation>
    </message>
    <message>
      <source>Sent</source>
      <translation>Gesendet</translation>
    </message>
    <message>
      <source>Sent to that computer and port, whether it has readers or not.</source>
      <translation>Wird an diesen Rechner und Port gesendet, ob dort jemand lauscht oder nicht.</translation>
    </message>
    <message>
      <source>State</source>
      <translation>Zustand</translation>
    </message>
    <message>
      <source>Streams</source>
      <translation>Streams</translation>
    </message>
    <message>
      <source>Streams…</source>
      <translation>Streams…</translation>
    </message>
    <message>
      <source>Token</source>
      <translation>Token</translation>
    </message>
    <message>
      <source>Whoever reads has to know it; needed beyond this computer</source>
      <translation>Wer lesen will, muss es kennen; nötig über diesen Rechner hinaus</translation>
    </message>
    <message>
      <source>failed</source>
      <translation>gescheitert</translation>
    </message>
    <message>
      <source>listening, no reader</source>
      <translation>bereit, kein Leser</translation>
    </message>
    <message>
      <source>nobody listens there</source>
      <translation>dort hört niemand zu</translation>
    </message>
    <message>
      <source>off</source>
      <translation>aus</translation>
    </message>
    <message>
      <source>sending</source>
      <translation>sendet</translation>
    </message>
    <message>
      <source>starting</source>
      <translation>beginnt</translation>
    </message>
    <message>
      <source>{number} readers</source>
      <translation>{number} Leser</translation>
    </message>
  </context>
  <context>
    <name>Updates</name>
    <message>
      <source>Asking for the newest version…</source>
      <translation>Die neueste Version wird erfragt…</translation>
    </message>
    <message>
      <source>Check for updates</source>
      <translation>Nach Updates suchen</translation>
    </message>
    <message>
      <source>Installed: {version}</source>
      <translation>Installiert: {version}</translation>
    </message>
    <message>
      <source>Show its page</source>
      <translation>Seite öffnen</translation>
    </message>
    <message>
      <source>The newest version could not be asked for: {reason}.</source>
      <translation>Die neueste Version war nicht zu erfragen: {reason}.</translation>
    </message>
    <message>
      <source>This copy is not a release, so there is no place to ask. Update it the way it was installed.</source>
      <translation>Diese Kopie ist keine Veröffentlichung, daher gibt es keine Stelle, die gefragt werden kann. Aktualisieren Sie sie so, wie sie installiert wurde.</translation>
    </message>
    <message>
      <source>This is the newest version.</source>
      <translation>Dies ist die neueste Version.</translation>
    </message>
    <message>
      <source>Version {version} can be had.</source>
      <translation>Version {version} ist erhältlich.</translation>
    </message>
  </context>
  <context>
    <name>View</name>
    <message>
      <source>As in a mirror (M)</source>
      <translation>Wie in einem Spiegel (M)</translation>
    </message>
    <message>
      <source>Blur faces</source>
      <translation>Gesichter verpixeln</translation>
    </message>
    <message>
      <source>Boxes</source>
      <translation>Rahmen</translation>
    </message>
    <message>
      <source>Drag over the part of the image in which people are to be shown. Esc: cancel</source>
      <translation>Ziehen Sie über den Teil des Bildes, in dem Menschen gezeigt werden sollen. Esc: abbrechen</translation>
    </message>
    <message>
      <source>Draw a box around each person (B)</source>
      <translation>Einen Rahmen um jede Person zeichnen (B)</translation>
    </message>
    <message>
      <source>Draw joints and limbs (K)</source>
      <translation>Gelenke und Gliedmaßen zeichnen (K)</translation>
    </message>
    <message>
      <source>Heatmap</source>
      <translation>Heatmap</translation>
    </message>
    <message>
      <source>Hide joints below</source>
      <translation>Gelenke ausblenden unter</translation>
    </message>
    <message>
      <source>IDs</source>
      <translation>Nummern</translation>
    </message>
    <message>
      <source>Image</source>
      <translation>Bild</translation>
    </message>
    <message>
      <source>Joint</source>
      <translation>Gelenk</translation>
    </message>
    <message>
      <source>Joint names</source>
      <translation>Gelenknamen</translation>
    </message>
    <message>
      <source>Joint of the heatmap</source>
      <translation>Gelenk der Heatmap</translation>
    </message>
    <message>
      <source>Joints</source>
      <translation>Gelenke</translation>
    </message>
    <message>
      <source>Make faces unrecognisable, in recordings too (F)</source>
      <translation>Gesichter unkenntlich machen, auch in Aufnahmen (F)</translation>
    </message>
    <message>
      <source>Mirror cameras</source>
      <translation>Kameras spiegeln</translation>
    </message>
    <message>
      <source>Mirror this video</source>
      <translation>Dieses Video spiegeln</translation>
    </message>
    <message>
      <source>People</source>
      <translation>Personen</translation>
    </message>
    <message>
      <source>Show each person's id (I)</source>
      <translation>Die Nummer jeder Person zeigen (I)</translation>
    </message>
    <message>
      <source>Show heatmap</source>
      <translation>Heatmap zeigen</translation>
    </message>
    <message>
      <source>Show where wrists and ankles came from (T)</source>
      <translation>Zeigen, woher Handgelenke und Knöchel kamen (T)</translation>
    </message>
    <message>
      <source>Skeleton</source>
      <translation>Skelett</translation>
    </message>
    <message>
      <source>Swap left and right until another one is opened (M)</source>
      <translation>Links und rechts vertauschen, bis ein anderes geöffnet wird (M)</translation>
    </message>
    <message>
      <source>Trails</source>
      <translation>Spuren</translation>
    </message>
    <message>
      <source>Video with the people found</source>
      <translation>Video mit den gefundenen Personen</translation>
    </message>
    <message>
      <source>What the network sees of one joint (H)</source>
      <translation>Was das Netz von einem Gelenk sieht (H)</translation>
    </message>
    <message>
      <source>Write the joints' names (N)</source>
      <translation>Die Namen der Gelenke anschreiben (N)</translation>
    </message>
  </context>
</TS>
