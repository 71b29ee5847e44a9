<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="es" sourcelanguage="en">
  <context>
    <name>About</name>
    <message>
      <source>GNU Affero General Public License, version 3 or later. You may use, study, share and change it; who offers a changed version to others, over a network too, gives them its source.</source>
      <translation>GNU Affero General Public License, versión 3 o posterior. Puede usar, estudiar, compartir y modificar este programa; quien ofrezca a otros una versión modificada, también a través de una red, les entrega su código fuente.</translation>
    </message>
    <message>
      <source>Images never leave this computer.</source>
      <translation>Las imágenes nunca salen de este equipo.</translation>
    </message>
    <message>
      <source>Licence</source>
      <translation>Licencia</translation>
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
      <source>Real-time poses of everybody in view, on this computer alone.</source>
      <translation>Las poses de todas las personas a la vista, en tiempo real y solo en este equipo.</translation>
    </message>
    <message>
      <source>Versions</source>
      <translation>Versiones</translation>
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
      <source>The virtual camera does not work: {why}.</source>
      <translation>La cámara virtual no funciona: {why}.</translation>
    </message>
    <message>
      <source>There is no frame yet.</source>
      <translation>Todavía no hay ningún fotograma.</translation>
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
      <source>Settings</source>
      <translation>Ajustes</translation>
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
      <source>nothing is playing</source>
      <translation>no se reproduce nada</translation>
    </message>
    <message>
      <source>only in recorded videos</source>
      <translation>solo en vídeos grabados</translation>
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
      <source>Nobody was found in this part of the video. People can be looked for less strictly.</source>
      <translation>No se encontró a nadie en esta parte del vídeo. Se puede buscar con menos rigor.</translation>
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
      <source>Settings</source>
      <translation>Ajustes</translation>
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
    <name>Reasons</name>
    <message>
      <source>cannot write {path}: {why}</source>
      <translation>no se puede escribir {path}: {why}</translation>
    </message>
    <message>
      <source>it does not answer; check the address and the network</source>
      <translation>no responde; compruebe la dirección y la red</translation>
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
      <source>{path} cannot be opened: {why}</source>
      <translation>{path} no se puede abrir: {why}</translation>
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
      <source>{path} is empty (0 bytes)</source>
      <translation>{path} está vacío (0 bytes)</translation>
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
      <translation>Incluida</translation>
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
      <source>What the network sees of one joint (H)</source>
      <translation>Lo que la red ve de una articulación (H)</translation>
    </message>
    <message>
      <source>Write the joints' names (N)</source>
      <translation>Escribir los nombres de las articulaciones (N)</translation>
    </message>
  </context>
</TS>
