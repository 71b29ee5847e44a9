<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="es" sourcelanguage="en">
  <context>
    <name>About</name>
    <message>
      <source>File</source>
      <translation>Archivo</translation>
    </message>
    <message>
      <source>GNU Affero General Public License, version 3 or later. You may use, study, share and change it; who offers a changed version to others, over a network too, gives them its source.</source>
      <translation>GNU Affero General Public License, versión 3 o posterior. Puede usar, estudiar, compartir y modificar este programa; quien ofrezca a otros una versión modificada, también a través de una red, les entrega su código fuente.</translation>
    </message>
    <message>
      <source>Images never leave this computer.</source>
      <translation>Las imágenes nunca salen de este equipo.</translation>
    </message>
    <message>
      <source>Joint set</source>
      <translation>Conjunto de articulaciones</translation>
    </message>
    <message>
      <source>LGPL-3.0-or-later, under the GPL together with x264 and x265</source>
      <translation>LGPL-3.0-or-later; junto con x264 y x265, bajo la GPL</translation>
    </message>
    <message>
      <source>Licence</source>
      <translation>Licencia</translation>
    </message>
    <message>
      <source>Licences</source>
      <translation>Licencias</translation>
    </message>
    <message>
      <source>Licences…</source>
      <translation>Licencias…</translation>
    </message>
    <message>
      <source>Made of</source>
      <translation>Componentes</translation>
    </message>
    <message>
      <source>Networks</source>
      <translation>Redes</translation>
    </message>
    <message>
      <source>Networks run on</source>
      <translation>Las redes se ejecutan en</translation>
    </message>
    <message>
      <source>Precision</source>
      <translation>Precisión</translation>
    </message>
    <message>
      <source>Real-time poses of everybody in view, on this computer alone.</source>
      <translation>Las poses de todas las personas a la vista, en tiempo real y solo en este equipo.</translation>
    </message>
    <message>
      <source>Trained on</source>
      <translation>Entrenada con</translation>
    </message>
    <message>
      <source>Versions</source>
      <translation>Versiones</translation>
    </message>
    <message>
      <source>built by the PyAV project (--enable-version3, libx264, libx265); source: ffmpeg.org and github.com/PyAV-Org/pyav-ffmpeg</source>
      <translation>compilado por el proyecto PyAV (--enable-version3, libx264, libx265); código fuente: ffmpeg.org y github.com/PyAV-Org/pyav-ffmpeg</translation>
    </message>
    <message>
      <source>see its page</source>
      <translation>véase su página</translation>
    </message>
    <message>
      <source>unchanged; the libraries lie beside the program as files of their own and may be replaced</source>
      <translation>sin cambios; las bibliotecas están junto al programa como archivos propios y pueden sustituirse</translation>
    </message>
    <message>
      <source>{name} (inside {package})</source>
      <translation>{name} (en {package})</translation>
    </message>
  </context>
  <context>
    <name>Angles</name>
    <message>
      <source>Angles, degrees</source>
      <translation>Ángulos, grados</translation>
    </message>
    <message>
      <source>Click a person in the video, or choose one here.</source>
      <translation>Haga clic en una persona del vídeo o elija una aquí.</translation>
    </message>
    <message>
      <source>Draw this angle below</source>
      <translation>Dibujar este ángulo abajo</translation>
    </message>
    <message>
      <source>Export angles</source>
      <translation>Exportar ángulos</translation>
    </message>
    <message>
      <source>Export angles…</source>
      <translation>Exportar ángulos…</translation>
    </message>
    <message>
      <source>Joint angles over the last 10 seconds</source>
      <translation>Ángulos articulares de los últimos 10 segundos</translation>
    </message>
    <message>
      <source>Last 10 s</source>
      <translation>Últimos 10 s</translation>
    </message>
    <message>
      <source>No whole arm or leg is in view: step back a little.</source>
      <translation>No se ve ningún brazo ni pierna por completo: retroceda un poco.</translation>
    </message>
    <message>
      <source>No whole arm or leg of this person is in view here.</source>
      <translation>Aquí no se ve ningún brazo ni pierna de esta persona por completo.</translation>
    </message>
    <message>
      <source>Nobody is in view.</source>
      <translation>No se ve a nadie.</translation>
    </message>
    <message>
      <source>Person</source>
      <translation>Persona</translation>
    </message>
    <message>
      <source>Person {number}</source>
      <translation>Persona {number}</translation>
    </message>
    <message>
      <source>Table</source>
      <translation>Tabla</translation>
    </message>
    <message>
      <source>The nearest</source>
      <translation>La más cercana</translation>
    </message>
    <message>
      <source>What was shown here of this person, as a table (.csv) or for OpenSim (.mot)</source>
      <translation>Lo que se mostró aquí de esta persona, como tabla (.csv) o para OpenSim (.mot)</translation>
    </message>
  </context>
  <context>
    <name>Badge</name>
    <message>
      <source>Click to send nothing more (W)</source>
      <translation>Haga clic para no enviar nada más (W)</translation>
    </message>
    <message>
      <source>Left and right of this video are swapped; click to show it as it is (M)</source>
      <translation>La izquierda y la derecha de este vídeo están intercambiadas; haga clic para mostrarlo tal cual (M)</translation>
    </message>
    <message>
      <source>Mirrored</source>
      <translation>Reflejado</translation>
    </message>
    <message>
      <source>Mirrored: show the video as it is</source>
      <translation>Reflejado: mostrar el vídeo tal cual</translation>
    </message>
    <message>
      <source>Other programs can choose this as their camera; click to end it (V)</source>
      <translation>Otros programas pueden elegir esto como cámara; haga clic para terminar (V)</translation>
    </message>
    <message>
      <source>Streams: send nothing more</source>
      <translation>Flujos: no enviar nada más</translation>
    </message>
    <message>
      <source>Virtual camera: end it</source>
      <translation>Cámara virtual: terminarla</translation>
    </message>
  </context>
  <context>
    <name>Capture</name>
    <message>
      <source>A recording that was cut short is back: {files}.</source>
      <translation>Se ha recuperado una grabación interrumpida: {files}.</translation>
    </message>
    <message>
      <source>A virtual camera needs the package pyvirtualcam: {command}</source>
      <translation>Una cámara virtual necesita el paquete pyvirtualcam: {command}</translation>
    </message>
    <message>
      <source>Copy the command</source>
      <translation>Copiar la orden</translation>
    </message>
    <message>
      <source>End it</source>
      <translation>Terminar</translation>
    </message>
    <message>
      <source>Frames left out, because the disk or processor was too slow: {number}.</source>
      <translation>Fotogramas omitidos porque el disco o el procesador eran demasiado lentos: {number}.</translation>
    </message>
    <message>
      <source>Nothing is chosen to be recorded.</source>
      <translation>No se ha elegido nada que grabar.</translation>
    </message>
    <message>
      <source>Other folder</source>
      <translation>Otra carpeta</translation>
    </message>
    <message>
      <source>Other programs see this now: choose the camera “{name}” in them.</source>
      <translation>Otros programas ven esto ahora: elija en ellos la cámara «{name}».</translation>
    </message>
    <message>
      <source>Other programs see this now: choose the virtual camera in them.</source>
      <translation>Otros programas ven esto ahora: elija en ellos la cámara virtual.</translation>
    </message>
    <message>
      <source>Saved {files}.</source>
      <translation>Guardado: {files}.</translation>
    </message>
    <message>
      <source>Show folder</source>
      <translation>Mostrar carpeta</translation>
    </message>
    <message>
      <source>The recording ended: {why}.</source>
      <translation>La grabación terminó: {why}.</translation>
    </message>
    <message>
      <source>The virtual camera broke off: {why}.</source>
      <translation>La cámara virtual se interrumpió: {why}.</translation>
    </message>
    <message>
      <source>The virtual camera does not work: {why}.</source>
      <translation>La cámara virtual no funciona: {why}.</translation>
    </message>
    <message>
      <source>There is no frame yet.</source>
      <translation>Todavía no hay ningún fotograma.</translation>
    </message>
    <message>
      <source>What was written until then is made whole at the next start.</source>
      <translation>Lo escrito hasta entonces se completará en el próximo inicio.</translation>
    </message>
  </context>
  <context>
    <name>Controls</name>
    <message>
      <source>1 person</source>
      <translation>1 persona</translation>
    </message>
    <message>
      <source>As the camera likes</source>
      <translation>La que elija la cámara</translation>
    </message>
    <message>
      <source>Camera resolution</source>
      <translation>Resolución de la cámara</translation>
    </message>
    <message>
      <source>Choose what to watch</source>
      <translation>Elegir qué ver</translation>
    </message>
    <message>
      <source>Choose what to watch; now {name}</source>
      <translation>Elegir qué ver; ahora {name}</translation>
    </message>
    <message>
      <source>Frame {number}</source>
      <translation>Fotograma {number}</translation>
    </message>
    <message>
      <source>Frames a second, latency, people and what runs the networks</source>
      <translation>Fotogramas por segundo, latencia, personas y dónde se ejecutan las redes</translation>
    </message>
    <message>
      <source>Length of the recording</source>
      <translation>Duración de la grabación</translation>
    </message>
    <message>
      <source>No camera found</source>
      <translation>No se encontró ninguna cámara</translation>
    </message>
    <message>
      <source>No source</source>
      <translation>Sin fuente</translation>
    </message>
    <message>
      <source>Number of the frame</source>
      <translation>Número del fotograma</translation>
    </message>
    <message>
      <source>Position in the video</source>
      <translation>Posición en el vídeo</translation>
    </message>
    <message>
      <source>Source</source>
      <translation>Fuente</translation>
    </message>
    <message>
      <source>Speed</source>
      <translation>Velocidad</translation>
    </message>
    <message>
      <source>Time in the video</source>
      <translation>Tiempo en el vídeo</translation>
    </message>
    <message>
      <source>nobody</source>
      <translation>nadie</translation>
    </message>
    <message>
      <source>{number} of {all} people</source>
      <translation>{number} de {all} personas</translation>
    </message>
    <message>
      <source>{number} people</source>
      <translation>{number} personas</translation>
    </message>
  </context>
  <context>
    <name>Dialogs</name>
    <message>
      <source>Address</source>
      <translation>Dirección</translation>
    </message>
    <message>
      <source>All files</source>
      <translation>Todos los archivos</translation>
    </message>
    <message>
      <source>Folder for recordings</source>
      <translation>Carpeta de las grabaciones</translation>
    </message>
    <message>
      <source>Images</source>
      <translation>Imágenes</translation>
    </message>
    <message>
      <source>Open a folder of images or videos</source>
      <translation>Abrir una carpeta de imágenes o vídeos</translation>
    </message>
    <message>
      <source>Open a video</source>
      <translation>Abrir un vídeo</translation>
    </message>
    <message>
      <source>Open address</source>
      <translation>Abrir dirección</translation>
    </message>
    <message>
      <source>The address of a network camera or a video on the web: rtsp, http, https, udp or srt.</source>
      <translation>La dirección de una cámara de red o de un vídeo en la web: rtsp, http, https, udp o srt.</translation>
    </message>
    <message>
      <source>Videos</source>
      <translation>Vídeos</translation>
    </message>
  </context>
  <context>
    <name>Drop</name>
    <message>
      <source>Add to the list</source>
      <translation>Añadir a la lista</translation>
    </message>
    <message>
      <source>Open {name}</source>
      <translation>Abrir {name}</translation>
    </message>
    <message>
      <source>Process {number} files</source>
      <translation>Procesar {number} archivos</translation>
    </message>
  </context>
  <context>
    <name>Joints</name>
    <message>
      <source>Head tilt</source>
      <translation>Inclinación de la cabeza</translation>
    </message>
    <message>
      <source>Left ankle</source>
      <translation>Tobillo izquierdo</translation>
    </message>
    <message>
      <source>Left ear</source>
      <translation>Oreja izquierda</translation>
    </message>
    <message>
      <source>Left elbow</source>
      <translation>Codo izquierdo</translation>
    </message>
    <message>
      <source>Left eye</source>
      <translation>Ojo izquierdo</translation>
    </message>
    <message>
      <source>Left hip</source>
      <translation>Cadera izquierda</translation>
    </message>
    <message>
      <source>Left knee</source>
      <translation>Rodilla izquierda</translation>
    </message>
    <message>
      <source>Left shoulder</source>
      <translation>Hombro izquierdo</translation>
    </message>
    <message>
      <source>Left wrist</source>
      <translation>Muñeca izquierda</translation>
    </message>
    <message>
      <source>Nose</source>
      <translation>Nariz</translation>
    </message>
    <message>
      <source>Right ankle</source>
      <translation>Tobillo derecho</translation>
    </message>
    <message>
      <source>Right ear</source>
      <translation>Oreja derecha</translation>
    </message>
    <message>
      <source>Right elbow</source>
      <translation>Codo derecho</translation>
    </message>
    <message>
      <source>Right eye</source>
      <translation>Ojo derecho</translation>
    </message>
    <message>
      <source>Right hip</source>
      <translation>Cadera derecha</translation>
    </message>
    <message>
      <source>Right knee</source>
      <translation>Rodilla derecha</translation>
    </message>
    <message>
      <source>Right shoulder</source>
      <translation>Hombro derecho</translation>
    </message>
    <message>
      <source>Right wrist</source>
      <translation>Muñeca derecha</translation>
    </message>
    <message>
      <source>Trunk tilt</source>
      <translation>Inclinación del tronco</translation>
    </message>
  </context>
  <context>
    <name>Live</name>
    <message>
      <source>Detector runs</source>
      <translation>Detector</translation>
    </message>
    <message>
      <source>Dropped</source>
      <translation>Omitidos</translation>
    </message>
    <message>
      <source>Frames a second</source>
      <translation>Fotogramas por seg.</translation>
    </message>
    <message>
      <source>Frames a second over the last 30 seconds</source>
      <translation>Fotogramas por segundo en los últimos 30 segundos</translation>
    </message>
    <message>
      <source>Frames a second, 30 s</source>
      <translation>Fotogramas por segundo, 30 s</translation>
    </message>
    <message>
      <source>From the camera to this screen: half of the frames are faster than this</source>
      <translation>De la cámara a esta pantalla: la mitad de los fotogramas son más rápidos</translation>
    </message>
    <message>
      <source>Latency in milliseconds over the last 30 seconds</source>
      <translation>Latencia en milisegundos en los últimos 30 segundos</translation>
    </message>
    <message>
      <source>Latency, ms</source>
      <translation>Latencia, ms</translation>
    </message>
    <message>
      <source>Latency, ms: half of the frames, 95 %</source>
      <translation>Latencia, ms: mitad, 95 %</translation>
    </message>
    <message>
      <source>On how many frames the person detector ran; in between people are followed</source>
      <translation>En cuántos fotogramas trabajó el detector de personas; entre ellos se sigue a las personas</translation>
    </message>
    <message>
      <source>People</source>
      <translation>Personas</translation>
    </message>
    <message>
      <source>Runs on</source>
      <translation>Se ejecuta en</translation>
    </message>
    <message>
      <source>Source</source>
      <translation>Fuente</translation>
    </message>
    <message>
      <source>Step</source>
      <translation>Paso</translation>
    </message>
    <message>
      <source>Time of each step</source>
      <translation>Tiempo de cada paso</translation>
    </message>
    <message>
      <source>detector</source>
      <translation>detector</translation>
    </message>
    <message>
      <source>drops</source>
      <translation>omit.</translation>
    </message>
    <message>
      <source>p95 latency</source>
      <translation>Latencia p95</translation>
    </message>
    <message>
      <source>pose</source>
      <translation>pose</translation>
    </message>
    <message>
      <source>smoothing</source>
      <translation>suavizado</translation>
    </message>
    <message>
      <source>source</source>
      <translation>fuente</translation>
    </message>
    <message>
      <source>wait</source>
      <translation>espera</translation>
    </message>
    <message>
      <source>{dropped} of {all}</source>
      <translation>{dropped} de {all}</translation>
    </message>
  </context>
  <context>
    <name>Menu</name>
    <message>
      <source>&amp;Capture</source>
      <translation>&amp;Captura</translation>
    </message>
    <message>
      <source>&amp;File</source>
      <translation>&amp;Archivo</translation>
    </message>
    <message>
      <source>&amp;Help</source>
      <translation>A&amp;yuda</translation>
    </message>
    <message>
      <source>&amp;View</source>
      <translation>&amp;Ver</translation>
    </message>
    <message>
      <source>5 seconds back</source>
      <translation>5 segundos atrás</translation>
    </message>
    <message>
      <source>5 seconds forward</source>
      <translation>5 segundos adelante</translation>
    </message>
    <message>
      <source>About lightpose</source>
      <translation>Acerca de lightpose</translation>
    </message>
    <message>
      <source>Blur faces</source>
      <translation>Difuminar rostros</translation>
    </message>
    <message>
      <source>Boxes</source>
      <translation>Recuadros</translation>
    </message>
    <message>
      <source>Check for updates…</source>
      <translation>Buscar actualizaciones…</translation>
    </message>
    <message>
      <source>Draw a region</source>
      <translation>Dibujar una región</translation>
    </message>
    <message>
      <source>Full screen</source>
      <translation>Pantalla completa</translation>
    </message>
    <message>
      <source>Heatmap</source>
      <translation>Mapa de calor</translation>
    </message>
    <message>
      <source>IDs</source>
      <translation>Números</translation>
    </message>
    <message>
      <source>Joint angles</source>
      <translation>Ángulos articulares</translation>
    </message>
    <message>
      <source>Joint names</source>
      <translation>Nombres de articulaciones</translation>
    </message>
    <message>
      <source>Keyboard shortcuts</source>
      <translation>Atajos de teclado</translation>
    </message>
    <message>
      <source>Live numbers</source>
      <translation>Cifras en directo</translation>
    </message>
    <message>
      <source>Mirror</source>
      <translation>Espejo</translation>
    </message>
    <message>
      <source>Next person</source>
      <translation>Persona siguiente</translation>
    </message>
    <message>
      <source>One frame back</source>
      <translation>Un fotograma atrás</translation>
    </message>
    <message>
      <source>One frame forward</source>
      <translation>Un fotograma adelante</translation>
    </message>
    <message>
      <source>Open address…</source>
      <translation>Abrir dirección…</translation>
    </message>
    <message>
      <source>Open folder…</source>
      <translation>Abrir carpeta…</translation>
    </message>
    <message>
      <source>Open video…</source>
      <translation>Abrir vídeo…</translation>
    </message>
    <message>
      <source>Pause</source>
      <translation>Pausa</translation>
    </message>
    <message>
      <source>Previous person</source>
      <translation>Persona anterior</translation>
    </message>
    <message>
      <source>Process files…</source>
      <translation>Procesar archivos…</translation>
    </message>
    <message>
      <source>Quit</source>
      <translation>Salir</translation>
    </message>
    <message>
      <source>Record</source>
      <translation>Grabar</translation>
    </message>
    <message>
      <source>Screen</source>
      <translation>Pantalla</translation>
    </message>
    <message>
      <source>Send to streams</source>
      <translation>Enviar a los flujos</translation>
    </message>
    <message>
      <source>Settings</source>
      <translation>Ajustes</translation>
    </message>
    <message>
      <source>Show everyone</source>
      <translation>Mostrar a todos</translation>
    </message>
    <message>
      <source>Show recordings</source>
      <translation>Mostrar grabaciones</translation>
    </message>
    <message>
      <source>Side panel</source>
      <translation>Panel lateral</translation>
    </message>
    <message>
      <source>Skeleton</source>
      <translation>Esqueleto</translation>
    </message>
    <message>
      <source>Snapshot</source>
      <translation>Captura de imagen</translation>
    </message>
    <message>
      <source>Streams…</source>
      <translation>Flujos…</translation>
    </message>
    <message>
      <source>Test image</source>
      <translation>Imagen de prueba</translation>
    </message>
    <message>
      <source>Trails</source>
      <translation>Estelas</translation>
    </message>
    <message>
      <source>View options</source>
      <translation>Opciones de vista</translation>
    </message>
    <message>
      <source>Virtual camera</source>
      <translation>Cámara virtual</translation>
    </message>
    <message>
      <source>Whole image</source>
      <translation>Imagen completa</translation>
    </message>
    <message>
      <source>it is a single image</source>
      <translation>es una sola imagen</translation>
    </message>
    <message>
      <source>nothing is playing</source>
      <translation>no se reproduce nada</translation>
    </message>
    <message>
      <source>one cannot jump in this video</source>
      <translation>no se puede saltar dentro de este vídeo</translation>
    </message>
    <message>
      <source>only in recorded videos</source>
      <translation>solo en vídeos grabados</translation>
    </message>
    <message>
      <source>there is no image yet</source>
      <translation>todavía no hay imagen</translation>
    </message>
  </context>
  <context>
    <name>Notices</name>
    <message>
      <source>A folder of videos</source>
      <translation>Una carpeta de vídeos</translation>
    </message>
    <message>
      <source>Accelerator not available</source>
      <translation>Acelerador no disponible</translation>
    </message>
    <message>
      <source>All settings are as they were at the first start.</source>
      <translation>Todos los ajustes están como en el primer inicio.</translation>
    </message>
    <message>
      <source>Camera busy</source>
      <translation>Cámara ocupada</translation>
    </message>
    <message>
      <source>Camera lost</source>
      <translation>Cámara perdida</translation>
    </message>
    <message>
      <source>Camera not allowed</source>
      <translation>Cámara no permitida</translation>
    </message>
    <message>
      <source>Dismiss</source>
      <translation>Cerrar</translation>
    </message>
    <message>
      <source>It did not start</source>
      <translation>No se inició</translation>
    </message>
    <message>
      <source>Loading the networks and opening the source.</source>
      <translation>Cargando las redes y abriendo la fuente.</translation>
    </message>
    <message>
      <source>Look harder</source>
      <translation>Buscar mejor</translation>
    </message>
    <message>
      <source>No camera found</source>
      <translation>No se encontró ninguna cámara</translation>
    </message>
    <message>
      <source>No image from the camera</source>
      <translation>No llega imagen de la cámara</translation>
    </message>
    <message>
      <source>Nobody in view. Step back until your shoulders are in the image, or look for people less strictly.</source>
      <translation>No se ve a nadie. Retroceda hasta que sus hombros estén en la imagen o busque con menos rigor.</translation>
    </message>
    <message>
      <source>Nobody was found for some seconds. People can be looked for less strictly.</source>
      <translation>Hace unos segundos que no se encuentra a nadie. Se puede buscar con menos exigencia.</translation>
    </message>
    <message>
      <source>Only {fps} frames a second on this machine. A smaller image and fewer detector runs help.</source>
      <translation>Solo {fps} fotogramas por segundo en este equipo. Ayudan una imagen menor y menos pasadas del detector.</translation>
    </message>
    <message>
      <source>Only {fps} frames a second on this machine. Fewer detector runs help.</source>
      <translation>Solo {fps} fotogramas por segundo en este equipo. Ayudan menos pasadas del detector.</translation>
    </message>
    <message>
      <source>Open a video…</source>
      <translation>Abrir un vídeo…</translation>
    </message>
    <message>
      <source>Open another…</source>
      <translation>Abrir otro…</translation>
    </message>
    <message>
      <source>Open one…</source>
      <translation>Abrir uno…</translation>
    </message>
    <message>
      <source>Other address…</source>
      <translation>Otra dirección…</translation>
    </message>
    <message>
      <source>Other source</source>
      <translation>Otra fuente</translation>
    </message>
    <message>
      <source>Play again</source>
      <translation>Repetir</translation>
    </message>
    <message>
      <source>Plug in a camera and it starts by itself; or open a video.</source>
      <translation>Conecte una cámara y empezará por sí sola; o abra un vídeo.</translation>
    </message>
    <message>
      <source>Process them…</source>
      <translation>Procesarlos…</translation>
    </message>
    <message>
      <source>Recordings and snapshots are in {folder}.</source>
      <translation>Las grabaciones y capturas están en {folder}.</translation>
    </message>
    <message>
      <source>Settings</source>
      <translation>Ajustes</translation>
    </message>
    <message>
      <source>Show everyone</source>
      <translation>Mostrar a todos</translation>
    </message>
    <message>
      <source>Something broke</source>
      <translation>Algo se rompió</translation>
    </message>
    <message>
      <source>Start again</source>
      <translation>Empezar de nuevo</translation>
    </message>
    <message>
      <source>Starting</source>
      <translation>Iniciando</translation>
    </message>
    <message>
      <source>Still no camera found</source>
      <translation>Sigue sin encontrarse ninguna cámara</translation>
    </message>
    <message>
      <source>Stream lost</source>
      <translation>Señal perdida</translation>
    </message>
    <message>
      <source>Stream not available</source>
      <translation>Señal no disponible</translation>
    </message>
    <message>
      <source>Test image</source>
      <translation>Imagen de prueba</translation>
    </message>
    <message>
      <source>That was the last image.</source>
      <translation>Esa fue la última imagen.</translation>
    </message>
    <message>
      <source>The language changes when lightpose is started again.</source>
      <translation>El idioma cambia al volver a iniciar lightpose.</translation>
    </message>
    <message>
      <source>The networks cannot be loaded</source>
      <translation>No se pueden cargar las redes</translation>
    </message>
    <message>
      <source>The processor can do it too.</source>
      <translation>El procesador también puede hacerlo.</translation>
    </message>
    <message>
      <source>The step “{stage}” failed. Starting again usually helps.</source>
      <translation>El paso «{stage}» falló. Empezar de nuevo suele ayudar.</translation>
    </message>
    <message>
      <source>The video has ended.</source>
      <translation>El vídeo ha terminado.</translation>
    </message>
    <message>
      <source>There are people, but not who was chosen.</source>
      <translation>Hay personas, pero no la elegida.</translation>
    </message>
    <message>
      <source>This cannot be played</source>
      <translation>No se puede reproducir</translation>
    </message>
    <message>
      <source>Try again</source>
      <translation>Reintentar</translation>
    </message>
    <message>
      <source>Try now</source>
      <translation>Probar ahora</translation>
    </message>
    <message>
      <source>Undo</source>
      <translation>Deshacer</translation>
    </message>
    <message>
      <source>Use lighter settings</source>
      <translation>Usar ajustes ligeros</translation>
    </message>
    <message>
      <source>Use the bundled networks</source>
      <translation>Usar las redes incluidas</translation>
    </message>
    <message>
      <source>Use the processor</source>
      <translation>Usar el procesador</translation>
    </message>
    <message>
      <source>Who was chosen would be outside of the picture.</source>
      <translation>El lugar elegido está fuera de la imagen.</translation>
    </message>
    <message>
      <source>{name} cannot be opened, most likely because another program uses it. Close that one, then try again.</source>
      <translation>No se puede abrir {name}, probablemente porque otro programa la usa. Ciérrelo y vuelva a intentarlo.</translation>
    </message>
    <message>
      <source>{name} holds a video and no images.</source>
      <translation>{name} contiene un vídeo y ninguna imagen.</translation>
    </message>
    <message>
      <source>{name} holds {number} videos and no images.</source>
      <translation>{name} contiene {number} vídeos y ninguna imagen.</translation>
    </message>
    <message>
      <source>{name} is there but sends nothing. Plug it out and in again, or close what else uses it.</source>
      <translation>{name} está ahí, pero no envía nada. Desconéctela y vuelva a conectarla, o cierre lo que la use.</translation>
    </message>
    <message>
      <source>{name} is there, but this program may not use it. Allow it, then try again.</source>
      <translation>{name} está ahí, pero este programa no puede usarla. Permítalo y vuelva a intentarlo.</translation>
    </message>
    <message>
      <source>{name} stopped delivering images. Plug it in again: it goes on by itself.</source>
      <translation>{name} dejó de dar imágenes. Vuelva a conectarla: continúa por sí sola.</translation>
    </message>
    <message>
      <source>{name} stopped sending. Trying again until it is back.</source>
      <translation>{name} dejó de enviar. Se reintenta hasta que vuelva.</translation>
    </message>
  </context>
  <context>
    <name>Panel</name>
    <message>
      <source>Angles</source>
      <translation>Ángulos</translation>
    </message>
    <message>
      <source>Live</source>
      <translation>Directo</translation>
    </message>
    <message>
      <source>Page {title}</source>
      <translation>Página {title}</translation>
    </message>
    <message>
      <source>Settings</source>
      <translation>Ajustes</translation>
    </message>
    <message>
      <source>View</source>
      <translation>Vista</translation>
    </message>
  </context>
  <context>
    <name>People</name>
    <message>
      <source>Draw a region</source>
      <translation>Dibujar una región</translation>
    </message>
    <message>
      <source>Everyone</source>
      <translation>Todos</translation>
    </message>
    <message>
      <source>How many</source>
      <translation>Cuántas</translation>
    </message>
    <message>
      <source>One person</source>
      <translation>Una persona</translation>
    </message>
    <message>
      <source>Only people in a part of the image; drag over it with the mouse (G)</source>
      <translation>Solo personas en una parte de la imagen; arrastre el ratón sobre ella (G)</translation>
    </message>
    <message>
      <source>Only person {number}</source>
      <translation>Solo la persona {number}</translation>
    </message>
    <message>
      <source>Record everyone</source>
      <translation>Grabar a todos</translation>
    </message>
    <message>
      <source>Recordings hold all people, whoever is shown</source>
      <translation>Las grabaciones contienen a todas las personas, se muestre a quien se muestre</translation>
    </message>
    <message>
      <source>Region</source>
      <translation>Región</translation>
    </message>
    <message>
      <source>Show everyone</source>
      <translation>Mostrar a todos</translation>
    </message>
    <message>
      <source>The largest</source>
      <translation>La más grande</translation>
    </message>
    <message>
      <source>The largest few</source>
      <translation>Las más grandes</translation>
    </message>
    <message>
      <source>The most central</source>
      <translation>La más central</translation>
    </message>
    <message>
      <source>Who is shown</source>
      <translation>Quién se muestra</translation>
    </message>
    <message>
      <source>Whole image</source>
      <translation>Imagen completa</translation>
    </message>
  </context>
  <context>
    <name>Process</name>
    <message>
      <source>1: all frames; 2: every second one</source>
      <translation>1: todos los fotogramas; 2: uno de cada dos</translation>
    </message>
    <message>
      <source>A person's number needs people who are followed.</source>
      <translation>El número de una persona requiere que se siga a las personas.</translation>
    </message>
    <message>
      <source>Accuracy</source>
      <translation>Precisión</translation>
    </message>
    <message>
      <source>Add address…</source>
      <translation>Añadir dirección…</translation>
    </message>
    <message>
      <source>Add files…</source>
      <translation>Añadir archivos…</translation>
    </message>
    <message>
      <source>All people</source>
      <translation>Todas las personas</translation>
    </message>
    <message>
      <source>Angles (CSV)</source>
      <translation>Ángulos (CSV)</translation>
    </message>
    <message>
      <source>Annotated video</source>
      <translation>Vídeo anotado</translation>
    </message>
    <message>
      <source>As in the video</source>
      <translation>Como en el vídeo</translation>
    </message>
    <message>
      <source>At a time</source>
      <translation>A la vez</translation>
    </message>
    <message>
      <source>At most</source>
      <translation>Como máximo</translation>
    </message>
    <message>
      <source>At most so long; what is live needs it. Seconds, or h:mm:ss</source>
      <translation>Como máximo este tiempo; necesario para lo que es en directo. Segundos, o h:mm:ss</translation>
    </message>
    <message>
      <source>Background</source>
      <translation>Fondo</translation>
    </message>
    <message>
      <source>Beside each file</source>
      <translation>Junto a cada archivo</translation>
    </message>
    <message>
      <source>Best accuracy</source>
      <translation>Máxima precisión</translation>
    </message>
    <message>
      <source>Black</source>
      <translation>Negro</translation>
    </message>
    <message>
      <source>Blurred</source>
      <translation>Desenfocado</translation>
    </message>
    <message>
      <source>CRF: lower is better and larger</source>
      <translation>CRF: más bajo es mejor y ocupa más</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>Cancelar</translation>
    </message>
    <message>
      <source>Cancelled</source>
      <translation>Cancelado</translation>
    </message>
    <message>
      <source>Carry the sound over</source>
      <translation>Conservar el sonido</translation>
    </message>
    <message>
      <source>Coding</source>
      <translation>Codificación</translation>
    </message>
    <message>
      <source>Detector on every frame, in two sizes; mirrored crops too; broken tracks joined. Slow.</source>
      <translation>Detector en cada fotograma, en dos tamaños; también recortes reflejados; trayectorias rotas unidas. Lento.</translation>
    </message>
    <message>
      <source>Done</source>
      <translation>Terminado</translation>
    </message>
    <message>
      <source>Done before</source>
      <translation>Ya estaba hecho</translation>
    </message>
    <message>
      <source>Drop videos or folders of videos here, or add them below.</source>
      <translation>Suelte aquí vídeos o carpetas de vídeos, o añádalos abajo.</translation>
    </message>
    <message>
      <source>Duration</source>
      <translation>Duración</translation>
    </message>
    <message>
      <source>End</source>
      <translation>Fin</translation>
    </message>
    <message>
      <source>Every so many frames</source>
      <translation>Cada cuántos fotogramas</translation>
    </message>
    <message>
      <source>Everyone</source>
      <translation>Todos</translation>
    </message>
    <message>
      <source>Failed: {why}</source>
      <translation>Error: {why}</translation>
    </message>
    <message>
      <source>File</source>
      <translation>Archivo</translation>
    </message>
    <message>
      <source>Files</source>
      <translation>Archivos</translation>
    </message>
    <message>
      <source>Folder for the results</source>
      <translation>Carpeta para los resultados</translation>
    </message>
    <message>
      <source>Follow people</source>
      <translation>Seguir a las personas</translation>
    </message>
    <message>
      <source>From</source>
      <translation>Desde</translation>
    </message>
    <message>
      <source>Height</source>
      <translation>Altura</translation>
    </message>
    <message>
      <source>Height of the person</source>
      <translation>Estatura de la persona</translation>
    </message>
    <message>
      <source>Height of the video</source>
      <translation>Altura del vídeo</translation>
    </message>
    <message>
      <source>How many recordings are processed side by side</source>
      <translation>Cuántas grabaciones se procesan a la vez</translation>
    </message>
    <message>
      <source>Image</source>
      <translation>Imagen</translation>
    </message>
    <message>
      <source>Into {folder}</source>
      <translation>En {folder}</translation>
    </message>
    <message>
      <source>Keypoints: {format}</source>
      <translation>Puntos clave: {format}</translation>
    </message>
    <message>
      <source>Largest people</source>
      <translation>Personas más grandes</translation>
    </message>
    <message>
      <source>Least score of a person</source>
      <translation>Puntuación mínima de una persona</translation>
    </message>
    <message>
      <source>Leave out people the detector is less sure of</source>
      <translation>Omitir a las personas de las que el detector está menos seguro</translation>
    </message>
    <message>
      <source>Leave out recordings whose results are whole and were made with these options</source>
      <translation>Omitir las grabaciones con resultados completos hechos con estas opciones</translation>
    </message>
    <message>
      <source>Look for people in one size of each image</source>
      <translation>Buscar personas en un tamaño de cada imagen</translation>
    </message>
    <message>
      <source>Look for people in two sizes of each image, which finds more</source>
      <translation>Buscar en dos tamaños de cada imagen, lo que encuentra más</translation>
    </message>
    <message>
      <source>Metres, of the person seen longest: for OpenSim TRC</source>
      <translation>Metros, de la persona vista más tiempo: para OpenSim TRC</translation>
    </message>
    <message>
      <source>Normal accuracy</source>
      <translation>Precisión normal</translation>
    </message>
    <message>
      <source>Number of the person</source>
      <translation>Número de la persona</translation>
    </message>
    <message>
      <source>Number …</source>
      <translation>Número …</translation>
    </message>
    <message>
      <source>One frame of</source>
      <translation>Uno de cada</translation>
    </message>
    <message>
      <source>Only the largest so many people</source>
      <translation>Solo ese número de personas, las más grandes</translation>
    </message>
    <message>
      <source>Only who is in this part of the image, in pixels</source>
      <translation>Solo quien esté en esta parte de la imagen, en píxeles</translation>
    </message>
    <message>
      <source>Open result</source>
      <translation>Abrir</translation>
    </message>
    <message>
      <source>Part</source>
      <translation>Parte</translation>
    </message>
    <message>
      <source>People</source>
      <translation>Personas</translation>
    </message>
    <message>
      <source>People keep their numbers; off: each frame by itself</source>
      <translation>Las personas conservan su número; si no, cada fotograma por separado</translation>
    </message>
    <message>
      <source>Person</source>
      <translation>Persona</translation>
    </message>
    <message>
      <source>Person's height (m)</source>
      <translation>Estatura (m)</translation>
    </message>
    <message>
      <source>Pixels</source>
      <translation>Píxeles</translation>
    </message>
    <message>
      <source>Plays everywhere</source>
      <translation>Se reproduce en todas partes</translation>
    </message>
    <message>
      <source>Process files</source>
      <translation>Procesar archivos</translation>
    </message>
    <message>
      <source>Progress</source>
      <translation>Progreso</translation>
    </message>
    <message>
      <source>Progress of {file}</source>
      <translation>Progreso de {file}</translation>
    </message>
    <message>
      <source>Quality</source>
      <translation>Calidad</translation>
    </message>
    <message>
      <source>Recordings at a time</source>
      <translation>Grabaciones a la vez</translation>
    </message>
    <message>
      <source>Region</source>
      <translation>Región</translation>
    </message>
    <message>
      <source>Remove</source>
      <translation>Quitar</translation>
    </message>
    <message>
      <source>Remove the jitter of the joints, without any lag</source>
      <translation>Quitar el temblor de las articulaciones, sin retraso</translation>
    </message>
    <message>
      <source>Results</source>
      <translation>Resultados</translation>
    </message>
    <message>
      <source>Score from</source>
      <translation>Puntuación</translation>
    </message>
    <message>
      <source>Seconds, or h:mm:ss</source>
      <translation>Segundos, o h:mm:ss</translation>
    </message>
    <message>
      <source>Skeletons alone, for editing programs</source>
      <translation>Solo esqueletos, para edición</translation>
    </message>
    <message>
      <source>Skeletons on black</source>
      <translation>Esqueletos sobre negro</translation>
    </message>
    <message>
      <source>Skip what is done</source>
      <translation>Omitir lo ya hecho</translation>
    </message>
    <message>
      <source>Smaller</source>
      <translation>Más pequeño</translation>
    </message>
    <message>
      <source>Smaller still, slower</source>
      <translation>Aún más pequeño, más lento</translation>
    </message>
    <message>
      <source>Sound</source>
      <translation>Sonido</translation>
    </message>
    <message>
      <source>Start</source>
      <translation>Iniciar</translation>
    </message>
    <message>
      <source>State</source>
      <translation>Estado</translation>
    </message>
    <message>
      <source>Steady joints</source>
      <translation>Estabilizar</translation>
    </message>
    <message>
      <source>The image made unrecognisable</source>
      <translation>La imagen irreconocible</translation>
    </message>
    <message>
      <source>The largest</source>
      <translation>La más grande</translation>
    </message>
    <message>
      <source>The most central</source>
      <translation>La más central</translation>
    </message>
    <message>
      <source>The person nearest to the centre</source>
      <translation>La persona más cercana al centro</translation>
    </message>
    <message>
      <source>The person with the largest box</source>
      <translation>La persona con el recuadro más grande</translation>
    </message>
    <message>
      <source>The person with this number</source>
      <translation>La persona con este número</translation>
    </message>
    <message>
      <source>The recording itself</source>
      <translation>La propia grabación</translation>
    </message>
    <message>
      <source>To</source>
      <translation>Hasta</translation>
    </message>
    <message>
      <source>Transparent (.mov)</source>
      <translation>Transparente (.mov)</translation>
    </message>
    <message>
      <source>Two sizes</source>
      <translation>Dos tamaños</translation>
    </message>
    <message>
      <source>Video</source>
      <translation>Vídeo</translation>
    </message>
    <message>
      <source>Video stream</source>
      <translation>Pista de vídeo</translation>
    </message>
    <message>
      <source>Videos to process</source>
      <translation>Vídeos para procesar</translation>
    </message>
    <message>
      <source>Waiting</source>
      <translation>En espera</translation>
    </message>
    <message>
      <source>Where the results go</source>
      <translation>Dónde van los resultados</translation>
    </message>
    <message>
      <source>Which video of a file with several, as ffprobe counts</source>
      <translation>Qué vídeo de un archivo con varios, según ffprobe</translation>
    </message>
    <message>
      <source>Working</source>
      <translation>En curso</translation>
    </message>
    <message>
      <source>Write the video with the skeletons drawn into it</source>
      <translation>Escribir el vídeo con los esqueletos dibujados</translation>
    </message>
    <message>
      <source>all</source>
      <translation>todo</translation>
    </message>
    <message>
      <source>as in the window</source>
      <translation>como la ventana</translation>
    </message>
    <message>
      <source>as recorded</source>
      <translation>original</translation>
    </message>
    <message>
      <source>end</source>
      <translation>fin</translation>
    </message>
    <message>
      <source>everyone</source>
      <translation>todas</translation>
    </message>
    <message>
      <source>main</source>
      <translation>principal</translation>
    </message>
    <message>
      <source>unknown</source>
      <translation>desconocida</translation>
    </message>
    <message>
      <source>x,y,width,height</source>
      <translation>x,y,ancho,alto</translation>
    </message>
    <message>
      <source>{address} has no end: give a duration on the page Part.</source>
      <translation>{address} no tiene fin: indique una duración en la página «Parte».</translation>
    </message>
    <message>
      <source>{count} left out</source>
      <translation>{count} omitidos</translation>
    </message>
    <message>
      <source>{fps} frames/s</source>
      <translation>{fps} fotogramas/s</translation>
    </message>
    <message>
      <source>{fps} frames/s, {time} left</source>
      <translation>{fps} fotogr./s, quedan {time}</translation>
    </message>
    <message>
      <source>{frames} frames in {time}</source>
      <translation>{frames} fotogramas en {time}</translation>
    </message>
    <message>
      <source>{ready} of {all} done</source>
      <translation>{ready} de {all} terminados</translation>
    </message>
    <message>
      <source>{title} page</source>
      <translation>Página {title}</translation>
    </message>
  </context>
  <context>
    <name>QAbstractFileIconProvider</name>
    <message>
      <source>%1 File</source>
      <translation>Archivo %1</translation>
    </message>
    <message>
      <source>Drive</source>
      <translation>Unidad</translation>
    </message>
    <message>
      <source>File</source>
      <translation>Archivo</translation>
    </message>
    <message>
      <source>Folder</source>
      <translation>Carpeta</translation>
    </message>
  </context>
  <context>
    <name>Reasons</name>
    <message>
      <source>'{text}' is no duration; it must be above 0</source>
      <translation>«{text}» no es una duración; debe ser mayor que 0</translation>
    </message>
    <message>
      <source>'{text}' is no region; write x,y,width,height in pixels, such as 0,0,320,240, or in percent, such as 25%,0,50%,100%</source>
      <translation>«{text}» no es una región; escriba x,y,ancho,alto en píxeles, como 0,0,320,240, o en porcentaje, como 25%,0,50%,100%</translation>
    </message>
    <message>
      <source>'{text}' is no time; write seconds (90.5) or h:mm:ss (0:01:30.5)</source>
      <translation>«{text}» no es un tiempo; escriba segundos (90.5) o h:mm:ss (0:01:30.5)</translation>
    </message>
    <message>
      <source>Address already in use</source>
      <translation>la dirección ya está en uso</translation>
    </message>
    <message>
      <source>Cannot assign requested address</source>
      <translation>este equipo no tiene esa dirección</translation>
    </message>
    <message>
      <source>Connection refused</source>
      <translation>se rechazó la conexión</translation>
    </message>
    <message>
      <source>Connection timed out</source>
      <translation>la conexión tardó demasiado</translation>
    </message>
    <message>
      <source>Input/output error</source>
      <translation>error de lectura o escritura del dispositivo</translation>
    </message>
    <message>
      <source>Invalid data found when processing input</source>
      <translation>los datos no son válidos</translation>
    </message>
    <message>
      <source>Is a directory</source>
      <translation>es una carpeta</translation>
    </message>
    <message>
      <source>Name or service not known</source>
      <translation>el nombre es desconocido</translation>
    </message>
    <message>
      <source>Network is unreachable</source>
      <translation>no se puede acceder a la red</translation>
    </message>
    <message>
      <source>No route to host</source>
      <translation>no hay ruta hasta ese equipo</translation>
    </message>
    <message>
      <source>No space left on device</source>
      <translation>no queda espacio en el disco</translation>
    </message>
    <message>
      <source>No such device</source>
      <translation>El dispositivo ya no está</translation>
    </message>
    <message>
      <source>No such file or directory</source>
      <translation>no existe el archivo o la carpeta</translation>
    </message>
    <message>
      <source>Not a directory</source>
      <translation>no es una carpeta</translation>
    </message>
    <message>
      <source>Permission denied</source>
      <translation>permiso denegado</translation>
    </message>
    <message>
      <source>Read-only file system</source>
      <translation>el disco es de solo lectura</translation>
    </message>
    <message>
      <source>Temporary failure in name resolution</source>
      <translation>por ahora no se puede resolver el nombre</translation>
    </message>
    <message>
      <source>a link to a folder</source>
      <translation>un enlace a una carpeta</translation>
    </message>
    <message>
      <source>a region needs a width and a height above 0</source>
      <translation>una región necesita un ancho y un alto mayores que 0</translation>
    </message>
    <message>
      <source>an image in a folder of videos</source>
      <translation>una imagen en una carpeta de vídeos</translation>
    </message>
    <message>
      <source>an unfinished result</source>
      <translation>un resultado inacabado</translation>
    </message>
    <message>
      <source>another program uses the virtual camera, or it may not be written to</source>
      <translation>otro programa usa la cámara virtual, o no se permite escribir en ella</translation>
    </message>
    <message>
      <source>cannot listen at {address}: {why}</source>
      <translation>no se puede escuchar en {address}: {why}</translation>
    </message>
    <message>
      <source>cannot record into {folder}: {why}</source>
      <translation>no se puede grabar en {folder}: {why}</translation>
    </message>
    <message>
      <source>cannot send to {address}: others in the network could read it; add a token, such as {token}</source>
      <translation>no se puede enviar a {address}: otros en la red podrían leerlo; añada un token, por ejemplo {token}</translation>
    </message>
    <message>
      <source>cannot send to {address}: unknown kind {kind}, use one of {kinds}</source>
      <translation>no se puede enviar a {address}: tipo desconocido {kind}, use uno de {kinds}</translation>
    </message>
    <message>
      <source>cannot send to {address}: {why}</source>
      <translation>no se puede enviar a {address}: {why}</translation>
    </message>
    <message>
      <source>cannot write {path}: {why}</source>
      <translation>no se puede escribir {path}: {why}</translation>
    </message>
    <message>
      <source>from {start} s to {end} s is no span; the end must come after the start</source>
      <translation>de {start} s a {end} s no es un intervalo; el final debe ir después del inicio</translation>
    </message>
    <message>
      <source>hidden</source>
      <translation>oculto</translation>
    </message>
    <message>
      <source>it does not answer; check the address and the network</source>
      <translation>no responde; compruebe la dirección y la red</translation>
    </message>
    <message>
      <source>it is a folder</source>
      <translation>es una carpeta</translation>
    </message>
    <message>
      <source>not a video</source>
      <translation>no es un vídeo</translation>
    </message>
    <message>
      <source>the driver of the virtual camera does not answer</source>
      <translation>el controlador de la cámara virtual no responde</translation>
    </message>
    <message>
      <source>the file is there and read-only</source>
      <translation>el archivo existe y es de solo lectura</translation>
    </message>
    <message>
      <source>the folder {path} does not exist</source>
      <translation>la carpeta {path} no existe</translation>
    </message>
    <message>
      <source>the screen as a source needs the package mss: pip install "lightpose[screen]"</source>
      <translation>la pantalla como fuente necesita el paquete mss: pip install "lightpose[screen]"</translation>
    </message>
    <message>
      <source>the screen cannot be read: {why}</source>
      <translation>no se puede leer la pantalla: {why}</translation>
    </message>
    <message>
      <source>the size of the frames changed</source>
      <translation>el tamaño de los fotogramas ha cambiado</translation>
    </message>
    <message>
      <source>there is no virtual camera device: install v4l2loopback-dkms, then modprobe v4l2loopback exclusive_caps=1</source>
      <translation>no hay cámara virtual: instale v4l2loopback-dkms y después modprobe v4l2loopback exclusive_caps=1</translation>
    </message>
    <message>
      <source>there is no virtual camera: install OBS, start its virtual camera once and allow it in the system settings</source>
      <translation>no hay cámara virtual: instale OBS, inicie una vez su cámara virtual y permítala en los ajustes del sistema</translation>
    </message>
    <message>
      <source>there is no virtual camera: install OBS, which brings one</source>
      <translation>no hay cámara virtual: instale OBS, que trae una</translation>
    </message>
    <message>
      <source>timed out</source>
      <translation>no hubo respuesta a tiempo</translation>
    </message>
    <message>
      <source>{host} did not answer: {why}</source>
      <translation>{host} no respondió: {why}</translation>
    </message>
    <message>
      <source>{host} names no release</source>
      <translation>{host} no indica ninguna versión</translation>
    </message>
    <message>
      <source>{kind}:// needs {package}, which is not installed: {command}</source>
      <translation>{kind}:// necesita {package}, que no está instalado: {command}</translation>
    </message>
    <message>
      <source>{message}</source>
      <translation>el mensaje es «{message}»</translation>
    </message>
    <message>
      <source>{name} does not answer</source>
      <translation>{name} no responde</translation>
    </message>
    <message>
      <source>{name} gives no pictures</source>
      <translation>{name} no da imágenes</translation>
    </message>
    <message>
      <source>{name} is {length} s long; there is nothing at {seconds} s</source>
      <translation>{name} dura {length} s; no hay nada en {seconds} s</translation>
    </message>
    <message>
      <source>{path} cannot be opened: {why}</source>
      <translation>{path} no se puede abrir: {why}</translation>
    </message>
    <message>
      <source>{path} cannot be read as a picture: {why}</source>
      <translation>{path} no se puede leer como imagen: {why}</translation>
    </message>
    <message>
      <source>{path} cannot be read as a video: {why}</source>
      <translation>{path} no se puede leer como vídeo: {why}</translation>
    </message>
    <message>
      <source>{path} does not exist</source>
      <translation>{path} no existe</translation>
    </message>
    <message>
      <source>{path} ends before {seconds} s</source>
      <translation>{path} termina antes de {seconds} s</translation>
    </message>
    <message>
      <source>{path} has no video stream {number}; its video streams: {numbers}</source>
      <translation>{path} no tiene la pista de vídeo {number}; sus pistas de vídeo: {numbers}</translation>
    </message>
    <message>
      <source>{path} holds no frame that can be decoded</source>
      <translation>{path} no contiene ningún fotograma que se pueda decodificar</translation>
    </message>
    <message>
      <source>{path} holds no pictures</source>
      <translation>{path} no contiene imágenes</translation>
    </message>
    <message>
      <source>{path} holds no pictures; left out: {others}</source>
      <translation>{path} no contiene imágenes; omitidos: {others}</translation>
    </message>
    <message>
      <source>{path} holds no video</source>
      <translation>{path} no contiene vídeo</translation>
    </message>
    <message>
      <source>{path} holds no video, only sound</source>
      <translation>{path} no contiene vídeo, solo sonido</translation>
    </message>
    <message>
      <source>{path} holds no videos and no pictures</source>
      <translation>{path} no contiene vídeos ni imágenes</translation>
    </message>
    <message>
      <source>{path} is a folder, not a video file</source>
      <translation>{path} es una carpeta, no un vídeo</translation>
    </message>
    <message>
      <source>{path} is a pipe or a device, not a file; write it to a file first</source>
      <translation>{path} es una tubería o un dispositivo, no un archivo; guárdelo primero en un archivo</translation>
    </message>
    <message>
      <source>{path} is coded in a way this build of FFmpeg cannot decode</source>
      <translation>{path} está codificado de un modo que este FFmpeg no puede decodificar</translation>
    </message>
    <message>
      <source>{path} is empty (0 bytes)</source>
      <translation>{path} está vacío (0 bytes)</translation>
    </message>
    <message>
      <source>{path} was cut off: it ends after {frames} frames</source>
      <translation>{path} está cortado: termina tras {frames} fotogramas</translation>
    </message>
    <message>
      <source>{path}: no such model file</source>
      <translation>{path}: no existe ese archivo de red</translation>
    </message>
    <message>
      <source>{path}: there are no such pictures</source>
      <translation>{path}: no existen esas imágenes</translation>
    </message>
  </context>
  <context>
    <name>Settings</name>
    <message>
      <source>As the system</source>
      <translation>Como el sistema</translation>
    </message>
    <message>
      <source>Automatic</source>
      <translation>Automático</translation>
    </message>
    <message>
      <source>Bundled</source>
      <translation>De serie</translation>
    </message>
    <message>
      <source>Camera</source>
      <translation>Cámara</translation>
    </message>
    <message>
      <source>Choose a file…</source>
      <translation>Elegir un archivo…</translation>
    </message>
    <message>
      <source>Dark</source>
      <translation>Oscuro</translation>
    </message>
    <message>
      <source>Detector runs</source>
      <translation>Detector</translation>
    </message>
    <message>
      <source>Every frame</source>
      <translation>Cada fotograma</translation>
    </message>
    <message>
      <source>Every {seconds} s</source>
      <translation>Cada {seconds} s</translation>
    </message>
    <message>
      <source>Finding people</source>
      <translation>Búsqueda de personas</translation>
    </message>
    <message>
      <source>Folder</source>
      <translation>Carpeta</translation>
    </message>
    <message>
      <source>Folder of the recordings</source>
      <translation>Carpeta de las grabaciones</translation>
    </message>
    <message>
      <source>Keypoint file</source>
      <translation>Archivo de puntos clave</translation>
    </message>
    <message>
      <source>Language</source>
      <translation>Idioma</translation>
    </message>
    <message>
      <source>Least certainty</source>
      <translation>Certeza mínima</translation>
    </message>
    <message>
      <source>Light</source>
      <translation>Claro</translation>
    </message>
    <message>
      <source>Networks</source>
      <translation>Redes</translation>
    </message>
    <message>
      <source>No bundled networks are installed.</source>
      <translation>No hay redes incluidas instaladas.</translation>
    </message>
    <message>
      <source>None</source>
      <translation>Ninguno</translation>
    </message>
    <message>
      <source>Of a camera, draw joints where they are by now, on the newest image</source>
      <translation>Con cámaras, dibujar las articulaciones donde ya están, en la imagen más reciente</translation>
    </message>
    <message>
      <source>Off</source>
      <translation>Desactivado</translation>
    </message>
    <message>
      <source>Person detector</source>
      <translation>Detector de personas</translation>
    </message>
    <message>
      <source>Pose network</source>
      <translation>Red de poses</translation>
    </message>
    <message>
      <source>Precision</source>
      <translation>Precisión</translation>
    </message>
    <message>
      <source>Predict joints</source>
      <translation>Predecir articulaciones</translation>
    </message>
    <message>
      <source>Processor</source>
      <translation>Procesador</translation>
    </message>
    <message>
      <source>Processor threads</source>
      <translation>Hilos del procesador</translation>
    </message>
    <message>
      <source>Recording</source>
      <translation>Grabación</translation>
    </message>
    <message>
      <source>Reset all settings</source>
      <translation>Restablecer los ajustes</translation>
    </message>
    <message>
      <source>Resolution</source>
      <translation>Resolución</translation>
    </message>
    <message>
      <source>Runs on</source>
      <translation>Se ejecuta en</translation>
    </message>
    <message>
      <source>Smoothing</source>
      <translation>Suavizado</translation>
    </message>
    <message>
      <source>Theme</source>
      <translation>Tema</translation>
    </message>
    <message>
      <source>Video as it came</source>
      <translation>Vídeo original</translation>
    </message>
    <message>
      <source>Video with skeletons</source>
      <translation>Vídeo con esqueletos</translation>
    </message>
    <message>
      <source>Where recordings and snapshots go</source>
      <translation>Adónde van las grabaciones y capturas</translation>
    </message>
    <message>
      <source>Window</source>
      <translation>Ventana</translation>
    </message>
    <message>
      <source>{network}: choose an ONNX file</source>
      <translation>{network}: elegir un archivo ONNX</translation>
    </message>
  </context>
  <context>
    <name>Streams</name>
    <message>
      <source>1 reader</source>
      <translation>1 lector</translation>
    </message>
    <message>
      <source>Add</source>
      <translation>Añadir</translation>
    </message>
    <message>
      <source>Address</source>
      <translation>Dirección</translation>
    </message>
    <message>
      <source>Addresses</source>
      <translation>Direcciones</translation>
    </message>
    <message>
      <source>Computer</source>
      <translation>Equipo</translation>
    </message>
    <message>
      <source>Computers in the network can read it if they know the token.</source>
      <translation>Los equipos de la red pueden leerlo si conocen el token.</translation>
    </message>
    <message>
      <source>Copied. In OBS: add a browser source and paste it as its address.</source>
      <translation>Copiado. En OBS: añada una fuente de navegador y péguelo como dirección.</translation>
    </message>
    <message>
      <source>Copy page address</source>
      <translation>Copiar la dirección de la página</translation>
    </message>
    <message>
      <source>For a browser on this computer, or for a browser source of OBS</source>
      <translation>Para un navegador de este equipo o una fuente de navegador de OBS</translation>
    </message>
    <message>
      <source>In the browser, the people as they are sent</source>
      <translation>En el navegador, las personas tal como se envían</translation>
    </message>
    <message>
      <source>Kind</source>
      <translation>Tipo</translation>
    </message>
    <message>
      <source>Left out</source>
      <translation>Omitidos</translation>
    </message>
    <message>
      <source>Nothing is sent yet. Add an address below.</source>
      <translation>Todavía no se envía nada. Añada una dirección abajo.</translation>
    </message>
    <message>
      <source>Only a WebSocket that listens has a page</source>
      <translation>Solo un WebSocket que escucha tiene una página</translation>
    </message>
    <message>
      <source>Open page</source>
      <translation>Abrir la página</translation>
    </message>
    <message>
      <source>Port</source>
      <translation>Puerto</translation>
    </message>
    <message>
      <source>Programs on this computer can read it. 0.0.0.0 lets in all computers that know the token.</source>
      <translation>Los programas de este equipo pueden leerlo. 0.0.0.0 admite a todos los equipos que conozcan el token.</translation>
    </message>
    <message>
      <source>Remove</source>
      <translation>Quitar</translation>
    </message>
    <message>
      <source>Send the people of each frame to other programs</source>
      <translation>Enviar las personas de cada fotograma a otros programas</translation>
    </message>
    <message>
      <source>Sending to {address} ended: {why}</source>
      <translation>El envío a {address} terminó: {why}</translation>
    </message>
    <message>
      <source>Sent</source>
      <translation>Enviados</translation>
    </message>
    <message>
      <source>Sent to that computer and port, whether it has readers or not.</source>
      <translation>Se envía a ese equipo y puerto, escuche alguien allí o no.</translation>
    </message>
    <message>
      <source>State</source>
      <translation>Estado</translation>
    </message>
    <message>
      <source>Streams</source>
      <translation>Flujos</translation>
    </message>
    <message>
      <source>Streams…</source>
      <translation>Flujos…</translation>
    </message>
    <message>
      <source>Token</source>
      <translation>Token</translation>
    </message>
    <message>
      <source>Whoever reads has to know it; needed beyond this computer</source>
      <translation>Quien lea debe conocerlo; necesario fuera de este equipo</translation>
    </message>
    <message>
      <source>failed</source>
      <translation>fallido</translation>
    </message>
    <message>
      <source>listening, no reader</source>
      <translation>listo, sin lectores</translation>
    </message>
    <message>
      <source>nobody listens there</source>
      <translation>nadie escucha allí</translation>
    </message>
    <message>
      <source>off</source>
      <translation>apagado</translation>
    </message>
    <message>
      <source>sending</source>
      <translation>enviando</translation>
    </message>
    <message>
      <source>starting</source>
      <translation>iniciando</translation>
    </message>
    <message>
      <source>{number} readers</source>
      <translation>{number} lectores</translation>
    </message>
  </context>
  <context>
    <name>Updates</name>
    <message>
      <source>Asking for the newest version…</source>
      <translation>Consultando la versión más reciente…</translation>
    </message>
    <message>
      <source>Check for updates</source>
      <translation>Buscar actualizaciones</translation>
    </message>
    <message>
      <source>Installed: {version}</source>
      <translation>Instalada: {version}</translation>
    </message>
    <message>
      <source>Show its page</source>
      <translation>Abrir su página</translation>
    </message>
    <message>
      <source>The newest version could not be asked for: {reason}.</source>
      <translation>No se pudo consultar la versión más reciente: {reason}.</translation>
    </message>
    <message>
      <source>This copy is not a release, so there is no place to ask. Update it the way it was installed.</source>
      <translation>Esta copia no es una versión publicada, así que no hay dónde consultar. Actualícela del mismo modo en que se instaló.</translation>
    </message>
    <message>
      <source>This is the newest version.</source>
      <translation>Esta es la versión más reciente.</translation>
    </message>
    <message>
      <source>Version {version} can be had.</source>
      <translation>La versión {version} está disponible.</translation>
    </message>
  </context>
  <context>
    <name>View</name>
    <message>
      <source>As in a mirror (M)</source>
      <translation>Como en un espejo (M)</translation>
    </message>
    <message>
      <source>Blur faces</source>
      <translation>Difuminar rostros</translation>
    </message>
    <message>
      <source>Boxes</source>
      <translation>Recuadros</translation>
    </message>
    <message>
      <source>Drag over the part of the image in which people are to be shown. Esc: cancel</source>
      <translation>Arrastre sobre la parte de la imagen en la que se mostrarán personas. Esc: cancelar</translation>
    </message>
    <message>
      <source>Draw a box around each person (B)</source>
      <translation>Dibujar un recuadro alrededor de cada persona (B)</translation>
    </message>
    <message>
      <source>Draw joints and limbs (K)</source>
      <translation>Dibujar articulaciones y miembros (K)</translation>
    </message>
    <message>
      <source>Heatmap</source>
      <translation>Mapa de calor</translation>
    </message>
    <message>
      <source>Hide joints below</source>
      <translation>Ocultar por debajo de</translation>
    </message>
    <message>
      <source>IDs</source>
      <translation>Números</translation>
    </message>
    <message>
      <source>Image</source>
      <translation>Imagen</translation>
    </message>
    <message>
      <source>Joint</source>
      <translation>Articulación</translation>
    </message>
    <message>
      <source>Joint names</source>
      <translation>Nombres de articulaciones</translation>
    </message>
    <message>
      <source>Joint of the heatmap</source>
      <translation>Articulación del mapa de calor</translation>
    </message>
    <message>
      <source>Joints</source>
      <translation>Articulaciones</translation>
    </message>
    <message>
      <source>Make faces unrecognisable, in recordings too (F)</source>
      <translation>Hacer irreconocibles los rostros, también en las grabaciones (F)</translation>
    </message>
    <message>
      <source>Mirror cameras</source>
      <translation>Reflejar cámaras</translation>
    </message>
    <message>
      <source>Mirror this video</source>
      <translation>Reflejar este vídeo</translation>
    </message>
    <message>
      <source>People</source>
      <translation>Personas</translation>
    </message>
    <message>
      <source>Show each person's id (I)</source>
      <translation>Mostrar el número de cada persona (I)</translation>
    </message>
    <message>
      <source>Show heatmap</source>
      <translation>Mostrar mapa de calor</translation>
    </message>
    <message>
      <source>Show where wrists and ankles came from (T)</source>
      <translation>Mostrar de dónde vinieron muñecas y tobillos (T)</translation>
    </message>
    <message>
      <source>Skeleton</source>
      <translation>Esqueleto</translation>
    </message>
    <message>
      <source>Swap left and right until another one is opened (M)</source>
      <translation>Intercambiar izquierda y derecha hasta abrir otro (M)</translation>
    </message>
    <message>
      <source>Trails</source>
      <translation>Estelas</translation>
    </message>
    <message>
      <source>Video with the people found</source>
      <translation>Vídeo con las personas encontradas</translation>
    </message>
    <message>
      <source>What the network sees of one joint (H)</source>
      <translation>Lo que la red ve de una articulación (H)</translation>
    </message>
    <message>
      <source>Write the joints' names (N)</source>
      <translation>Escribir los nombres de las articulaciones (N)</translation>
    </message>
  </context>
</TS>
