<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr" sourcelanguage="en">
  <context>
    <name>About</name>
    <message>
      <source>File</source>
      <translation>Fichier</translation>
    </message>
    <message>
      <source>GNU Affero General Public License, version 3 or later. You may use, study, share and change it; who offers a changed version to others, over a network too, gives them its source.</source>
      <translation>GNU Affero General Public License, version 3 ou ultérieure. Vous pouvez utiliser, étudier, partager et modifier ce programme ; qui propose une version modifiée à d’autres, même par un réseau, leur en donne le code source.</translation>
    </message>
    <message>
      <source>Images never leave this computer.</source>
      <translation>Les images ne quittent jamais cet ordinateur.</translation>
    </message>
    <message>
      <source>Joint set</source>
      <translation>Jeu d’articulations</translation>
    </message>
    <message>
      <source>LGPL-3.0-or-later, under the GPL together with x264 and x265</source>
      <translation>LGPL-3.0-or-later ; avec x264 et x265, sous la GPL</translation>
    </message>
    <message>
      <source>Licence</source>
      <translation>Licence</translation>
    </message>
    <message>
      <source>Licences</source>
      <translation>Licences</translation>
    </message>
    <message>
      <source>Licences…</source>
      <translation>Licences…</translation>
    </message>
    <message>
      <source>Made of</source>
      <translation>Composants</translation>
    </message>
    <message>
      <source>Networks</source>
      <translation>Réseaux</translation>
    </message>
    <message>
      <source>Networks run on</source>
      <translation>Réseaux exécutés sur</translation>
    </message>
    <message>
      <source>Precision</source>
      <translation>Précision</translation>
    </message>
    <message>
      <source>Real-time poses of everybody in view, on this computer alone.</source>
      <translation>Les poses de toutes les personnes visibles, en temps réel, sur cet ordinateur seulement.</translation>
    </message>
    <message>
      <source>Trained on</source>
      <translation>Entraîné sur</translation>
    </message>
    <message>
      <source>Versions</source>
      <translation>Versions</translation>
    </message>
    <message>
      <source>built by the PyAV project (--enable-version3, libx264, libx265); source: ffmpeg.org and github.com/PyAV-Org/pyav-ffmpeg</source>
      <translation>construit par le projet PyAV (--enable-version3, libx264, libx265) ; source : ffmpeg.org et github.com/PyAV-Org/pyav-ffmpeg</translation>
    </message>
    <message>
      <source>see its page</source>
      <translation>voir sa page</translation>
    </message>
    <message>
      <source>unchanged; the libraries lie beside the program as files of their own and may be replaced</source>
      <translation>inchangées ; les bibliothèques sont à côté du programme dans leurs propres fichiers et peuvent être remplacées</translation>
    </message>
    <message>
      <source>{name} (inside {package})</source>
      <translation>{name} (dans {package})</translation>
    </message>
  </context>
  <context>
    <name>Angles</name>
    <message>
      <source>Angles, degrees</source>
      <translation>Angles, degrés</translation>
    </message>
    <message>
      <source>Click a person in the video, or choose one here.</source>
      <translation>Cliquez sur une personne dans la vidéo, ou choisissez-en une ici.</translation>
    </message>
    <message>
      <source>Draw this angle below</source>
      <translation>Tracer cet angle ci-dessous</translation>
    </message>
    <message>
      <source>Export angles</source>
      <translation>Exporter les angles</translation>
    </message>
    <message>
      <source>Export angles…</source>
      <translation>Exporter les angles…</translation>
    </message>
    <message>
      <source>Joint angles over the last 10 seconds</source>
      <translation>Angles des articulations sur les 10 dernières secondes</translation>
    </message>
    <message>
      <source>Last 10 s</source>
      <translation>10 dernières s</translation>
    </message>
    <message>
      <source>No whole arm or leg is in view: step back a little.</source>
      <translation>Aucun bras ni aucune jambe n’est visible en entier : reculez un peu.</translation>
    </message>
    <message>
      <source>No whole arm or leg of this person is in view here.</source>
      <translation>Aucun bras ni aucune jambe de cette personne n’est visible en entier ici.</translation>
    </message>
    <message>
      <source>Nobody is in view.</source>
      <translation>Personne n’est visible.</translation>
    </message>
    <message>
      <source>Person</source>
      <translation>Personne</translation>
    </message>
    <message>
      <source>Person {number}</source>
      <translation>Personne {number}</translation>
    </message>
    <message>
      <source>Table</source>
      <translation>Tableau</translation>
    </message>
    <message>
      <source>The nearest</source>
      <translation>La plus proche</translation>
    </message>
    <message>
      <source>What was shown here of this person, as a table (.csv) or for OpenSim (.mot)</source>
      <translation>Ce qui a été montré ici de cette personne, sous forme de tableau (.csv) ou pour OpenSim (.mot)</translation>
    </message>
  </context>
  <context>
    <name>Badge</name>
    <message>
      <source>Click to send nothing more (W)</source>
      <translation>Cliquez pour ne plus rien envoyer (W)</translation>
    </message>
    <message>
      <source>Left and right of this video are swapped; click to show it as it is (M)</source>
      <translation>La gauche et la droite de cette vidéo sont inversées ; cliquez pour la montrer telle quelle (M)</translation>
    </message>
    <message>
      <source>Mirrored</source>
      <translation>En miroir</translation>
    </message>
    <message>
      <source>Mirrored: show the video as it is</source>
      <translation>En miroir : montrer la vidéo telle quelle</translation>
    </message>
    <message>
      <source>Other programs can choose this as their camera; click to end it (V)</source>
      <translation>D’autres programmes peuvent choisir ceci comme caméra ; cliquez pour arrêter (V)</translation>
    </message>
    <message>
      <source>Streams: send nothing more</source>
      <translation>Flux : ne plus rien envoyer</translation>
    </message>
    <message>
      <source>Virtual camera: end it</source>
      <translation>Caméra virtuelle : l’arrêter</translation>
    </message>
  </context>
  <context>
    <name>Capture</name>
    <message>
      <source>A recording that was cut short is back: {files}.</source>
      <translation>Un enregistrement interrompu a été récupéré : {files}.</translation>
    </message>
    <message>
      <source>A virtual camera needs the package pyvirtualcam: {command}</source>
      <translation>Une caméra virtuelle nécessite le paquet pyvirtualcam : {command}</translation>
    </message>
    <message>
      <source>Copy the command</source>
      <translation>Copier la commande</translation>
    </message>
    <message>
      <source>End it</source>
      <translation>Arrêter</translation>
    </message>
    <message>
      <source>Frames left out, because the disk or processor was too slow: {number}.</source>
      <translation>Images omises, le disque ou le processeur étant trop lent : {number}.</translation>
    </message>
    <message>
      <source>Nothing is chosen to be recorded.</source>
      <translation>Rien n’est choisi pour l’enregistrement.</translation>
    </message>
    <message>
      <source>Other folder</source>
      <translation>Autre dossier</translation>
    </message>
    <message>
      <source>Other programs see this now: choose the camera “{name}” in them.</source>
      <translation>D’autres programmes voient ceci maintenant : choisissez-y la caméra « {name} ».</translation>
    </message>
    <message>
      <source>Other programs see this now: choose the virtual camera in them.</source>
      <translation>D’autres programmes voient ceci maintenant : choisissez-y la caméra virtuelle.</translation>
    </message>
    <message>
      <source>Saved {files}.</source>
      <translation>Enregistré : {files}.</translation>
    </message>
    <message>
      <source>Show folder</source>
      <translation>Afficher le dossier</translation>
    </message>
    <message>
      <source>The recording ended: {why}.</source>
      <translation>L’enregistrement s’est arrêté : {why}.</translation>
    </message>
    <message>
      <source>The virtual camera broke off: {why}.</source>
      <translation>La caméra virtuelle s’est interrompue : {why}.</translation>
    </message>
    <message>
      <source>The virtual camera does not work: {why}.</source>
      <translation>La caméra virtuelle ne fonctionne pas : {why}.</translation>
    </message>
    <message>
      <source>There is no frame yet.</source>
      <translation>Il n’y a pas encore d’image.</translation>
    </message>
    <message>
      <source>What was written until then is made whole at the next start.</source>
      <translation>Ce qui a été écrit jusque-là sera complété au prochain démarrage.</translation>
    </message>
  </context>
  <context>
    <name>Controls</name>
    <message>
      <source>1 person</source>
      <translation>1 personne</translation>
    </message>
    <message>
      <source>As the camera likes</source>
      <translation>Au choix de la caméra</translation>
    </message>
    <message>
      <source>Camera resolution</source>
      <translation>Résolution de la caméra</translation>
    </message>
    <message>
      <source>Choose what to watch</source>
      <translation>Choisir la source</translation>
    </message>
    <message>
      <source>Choose what to watch; now {name}</source>
      <translation>Choisir la source ; actuellement {name}</translation>
    </message>
    <message>
      <source>Frame {number}</source>
      <translation>Image {number}</translation>
    </message>
    <message>
      <source>Frames a second, latency, people and what runs the networks</source>
      <translation>Images par seconde, latence, personnes et ce qui exécute les réseaux</translation>
    </message>
    <message>
      <source>Length of the recording</source>
      <translation>Durée de l’enregistrement</translation>
    </message>
    <message>
      <source>No camera found</source>
      <translation>Aucune caméra trouvée</translation>
    </message>
    <message>
      <source>No source</source>
      <translation>Aucune source</translation>
    </message>
    <message>
      <source>Number of the frame</source>
      <translation>Numéro de l’image</translation>
    </message>
    <message>
      <source>Position in the video</source>
      <translation>Position dans la vidéo</translation>
    </message>
    <message>
      <source>Source</source>
      <translation>Source</translation>
    </message>
    <message>
      <source>Speed</source>
      <translation>Vitesse</translation>
    </message>
    <message>
      <source>Time in the video</source>
      <translation>Temps dans la vidéo</translation>
    </message>
    <message>
      <source>nobody</source>
      <translation>personne</translation>
    </message>
    <message>
      <source>{number} of {all} people</source>
      <translation>{number} personnes sur {all}</translation>
    </message>
    <message>
      <source>{number} people</source>
      <translation>{number} personnes</translation>
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
      <translation>Tous les fichiers</translation>
    </message>
    <message>
      <source>Folder for recordings</source>
      <translation>Dossier des enregistrements</translation>
    </message>
    <message>
      <source>Images</source>
      <translation>Images</translation>
    </message>
    <message>
      <source>Open a folder of images or videos</source>
      <translation>Ouvrir un dossier d’images ou de vidéos</translation>
    </message>
    <message>
      <source>Open a video</source>
      <translation>Ouvrir une vidéo</translation>
    </message>
    <message>
      <source>Open address</source>
      <translation>Ouvrir une adresse</translation>
    </message>
    <message>
      <source>The address of a network camera or a video on the web: rtsp, http, https, udp or srt.</source>
      <translation>L’adresse d’une caméra réseau ou d’une vidéo sur le web : rtsp, http, https, udp ou srt.</translation>
    </message>
    <message>
      <source>Videos</source>
      <translation>Vidéos</translation>
    </message>
  </context>
  <context>
    <name>Drop</name>
    <message>
      <source>Add to the list</source>
      <translation>Ajouter à la liste</translation>
    </message>
    <message>
      <source>Open {name}</source>
      <translation>Ouvrir {name}</translation>
    </message>
    <message>
      <source>Process {number} files</source>
      <translation>Traiter {number} fichiers</translation>
    </message>
  </context>
  <context>
    <name>Joints</name>
    <message>
      <source>Head tilt</source>
      <translation>Inclinaison de la tête</translation>
    </message>
    <message>
      <source>Left ankle</source>
      <translation>Cheville gauche</translation>
    </message>
    <message>
      <source>Left ear</source>
      <translation>Oreille gauche</translation>
    </message>
    <message>
      <source>Left elbow</source>
      <translation>Coude gauche</translation>
    </message>
    <message>
      <source>Left eye</source>
      <translation>Œil gauche</translation>
    </message>
    <message>
      <source>Left hip</source>
      <translation>Hanche gauche</translation>
    </message>
    <message>
      <source>Left knee</source>
      <translation>Genou gauche</translation>
    </message>
    <message>
      <source>Left shoulder</source>
      <translation>Épaule gauche</translation>
    </message>
    <message>
      <source>Left wrist</source>
      <translation>Poignet gauche</translation>
    </message>
    <message>
      <source>Nose</source>
      <translation>Nez</translation>
    </message>
    <message>
      <source>Right ankle</source>
      <translation>Cheville droite</translation>
    </message>
    <message>
      <source>Right ear</source>
      <translation>Oreille droite</translation>
    </message>
    <message>
      <source>Right elbow</source>
      <translation>Coude droit</translation>
    </message>
    <message>
      <source>Right eye</source>
      <translation>Œil droit</translation>
    </message>
    <message>
      <source>Right hip</source>
      <translation>Hanche droite</translation>
    </message>
    <message>
      <source>Right knee</source>
      <translation>Genou droit</translation>
    </message>
    <message>
      <source>Right shoulder</source>
      <translation>Épaule droite</translation>
    </message>
    <message>
      <source>Right wrist</source>
      <translation>Poignet droit</translation>
    </message>
    <message>
      <source>Trunk tilt</source>
      <translation>Inclinaison du tronc</translation>
    </message>
  </context>
  <context>
    <name>Live</name>
    <message>
      <source>Detector runs</source>
      <translation>Détecteur</translation>
    </message>
    <message>
      <source>Dropped</source>
      <translation>Images omises</translation>
    </message>
    <message>
      <source>Frames a second</source>
      <translation>Images par seconde</translation>
    </message>
    <message>
      <source>Frames a second over the last 30 seconds</source>
      <translation>Images par seconde sur les 30 dernières secondes</translation>
    </message>
    <message>
      <source>Frames a second, 30 s</source>
      <translation>Images par seconde, 30 s</translation>
    </message>
    <message>
      <source>From the camera to this screen: half of the frames are faster than this</source>
      <translation>De la caméra à cet écran : la moitié des images sont plus rapides</translation>
    </message>
    <message>
      <source>Latency in milliseconds over the last 30 seconds</source>
      <translation>Latence en millisecondes sur les 30 dernières secondes</translation>
    </message>
    <message>
      <source>Latency, ms</source>
      <translation>Latence, ms</translation>
    </message>
    <message>
      <source>Latency, ms: half of the frames, 95 %</source>
      <translation>Latence, ms : moitié, 95 %</translation>
    </message>
    <message>
      <source>On how many frames the person detector ran; in between people are followed</source>
      <translation>Sur combien d’images le détecteur de personnes a travaillé ; entre-temps les personnes sont suivies</translation>
    </message>
    <message>
      <source>People</source>
      <translation>Personnes</translation>
    </message>
    <message>
      <source>Runs on</source>
      <translation>Exécuté sur</translation>
    </message>
    <message>
      <source>Source</source>
      <translation>Source</translation>
    </message>
    <message>
      <source>Step</source>
      <translation>Étape</translation>
    </message>
    <message>
      <source>Time of each step</source>
      <translation>Durée de chaque étape</translation>
    </message>
    <message>
      <source>detector</source>
      <translation>détecteur</translation>
    </message>
    <message>
      <source>drops</source>
      <translation>omises</translation>
    </message>
    <message>
      <source>p95 latency</source>
      <translation>Latence p95</translation>
    </message>
    <message>
      <source>pose</source>
      <translation>pose</translation>
    </message>
    <message>
      <source>smoothing</source>
      <translation>lissage</translation>
    </message>
    <message>
      <source>source</source>
      <translation>source</translation>
    </message>
    <message>
      <source>wait</source>
      <translation>attente</translation>
    </message>
    <message>
      <source>{dropped} of {all}</source>
      <translation>{dropped} sur {all}</translation>
    </message>
  </context>
  <context>
    <name>Menu</name>
    <message>
      <source>&amp;Capture</source>
      <translation>&amp;Capture</translation>
    </message>
    <message>
      <source>&amp;File</source>
      <translation>&amp;Fichier</translation>
    </message>
    <message>
      <source>&amp;Help</source>
      <translation>A&amp;ide</translation>
    </message>
    <message>
      <source>&amp;View</source>
      <translation>&amp;Affichage</translation>
    </message>
    <message>
      <source>5 seconds back</source>
      <translation>5 secondes en arrière</translation>
    </message>
    <message>
      <source>5 seconds forward</source>
      <translation>5 secondes en avant</translation>
    </message>
    <message>
      <source>About lightpose</source>
      <translation>À propos de lightpose</translation>
    </message>
    <message>
      <source>Blur faces</source>
      <translation>Flouter les visages</translation>
    </message>
    <message>
      <source>Boxes</source>
      <translation>Cadres</translation>
    </message>
    <message>
      <source>Check for updates…</source>
      <translation>Rechercher des mises à jour…</translation>
    </message>
    <message>
      <source>Draw a region</source>
      <translation>Dessiner une zone</translation>
    </message>
    <message>
      <source>Full screen</source>
      <translation>Plein écran</translation>
    </message>
    <message>
      <source>Heatmap</source>
      <translation>Carte de chaleur</translation>
    </message>
    <message>
      <source>IDs</source>
      <translation>Numéros</translation>
    </message>
    <message>
      <source>Joint angles</source>
      <translation>Angles des articulations</translation>
    </message>
    <message>
      <source>Joint names</source>
      <translation>Noms des articulations</translation>
    </message>
    <message>
      <source>Keyboard shortcuts</source>
      <translation>Raccourcis clavier</translation>
    </message>
    <message>
      <source>Live numbers</source>
      <translation>Mesures en direct</translation>
    </message>
    <message>
      <source>Mirror</source>
      <translation>Miroir</translation>
    </message>
    <message>
      <source>Next person</source>
      <translation>Personne suivante</translation>
    </message>
    <message>
      <source>One frame back</source>
      <translation>Une image en arrière</translation>
    </message>
    <message>
      <source>One frame forward</source>
      <translation>Une image en avant</translation>
    </message>
    <message>
      <source>Open address…</source>
      <translation>Ouvrir une adresse…</translation>
    </message>
    <message>
      <source>Open folder…</source>
      <translation>Ouvrir un dossier…</translation>
    </message>
    <message>
      <source>Open video…</source>
      <translation>Ouvrir une vidéo…</translation>
    </message>
    <message>
      <source>Pause</source>
      <translation>Pause</translation>
    </message>
    <message>
      <source>Previous person</source>
      <translation>Personne précédente</translation>
    </message>
    <message>
      <source>Process files…</source>
      <translation>Traiter des fichiers…</translation>
    </message>
    <message>
      <source>Quit</source>
      <translation>Quitter</translation>
    </message>
    <message>
      <source>Record</source>
      <translation>Enregistrer</translation>
    </message>
    <message>
      <source>Screen</source>
      <translation>Écran</translation>
    </message>
    <message>
      <source>Send to streams</source>
      <translation>Envoyer aux flux</translation>
    </message>
    <message>
      <source>Settings</source>
      <translation>Réglages</translation>
    </message>
    <message>
      <source>Show everyone</source>
      <translation>Montrer tout le monde</translation>
    </message>
    <message>
      <source>Show recordings</source>
      <translation>Afficher les enregistrements</translation>
    </message>
    <message>
      <source>Side panel</source>
      <translation>Panneau latéral</translation>
    </message>
    <message>
      <source>Skeleton</source>
      <translation>Squelette</translation>
    </message>
    <message>
      <source>Snapshot</source>
      <translation>Instantané</translation>
    </message>
    <message>
      <source>Streams…</source>
      <translation>Flux…</translation>
    </message>
    <message>
      <source>Test image</source>
      <translation>Image de test</translation>
    </message>
    <message>
      <source>Trails</source>
      <translation>Traces</translation>
    </message>
    <message>
      <source>View options</source>
      <translation>Options d’affichage</translation>
    </message>
    <message>
      <source>Virtual camera</source>
      <translation>Caméra virtuelle</translation>
    </message>
    <message>
      <source>Whole image</source>
      <translation>Image entière</translation>
    </message>
    <message>
      <source>it is a single image</source>
      <translation>c’est une seule image</translation>
    </message>
    <message>
      <source>nothing is playing</source>
      <translation>rien n’est en cours de lecture</translation>
    </message>
    <message>
      <source>one cannot jump in this video</source>
      <translation>on ne peut pas se déplacer dans cette vidéo</translation>
    </message>
    <message>
      <source>only in recorded videos</source>
      <translation>seulement dans les vidéos enregistrées</translation>
    </message>
    <message>
      <source>there is no image yet</source>
      <translation>il n’y a pas encore d’image</translation>
    </message>
  </context>
  <context>
    <name>Notices</name>
    <message>
      <source>A folder of videos</source>
      <translation>Un dossier de vidéos</translation>
    </message>
    <message>
      <source>Accelerator not available</source>
      <translation>Accélérateur indisponible</translation>
    </message>
    <message>
      <source>All settings are as they were at the first start.</source>
      <translation>Tous les réglages sont comme au premier démarrage.</translation>
    </message>
    <message>
      <source>Camera busy</source>
      <translation>Caméra occupée</translation>
    </message>
    <message>
      <source>Camera lost</source>
      <translation>Caméra perdue</translation>
    </message>
    <message>
      <source>Camera not allowed</source>
      <translation>Caméra non autorisée</translation>
    </message>
    <message>
      <source>Dismiss</source>
      <translation>Fermer</translation>
    </message>
    <message>
      <source>It did not start</source>
      <translation>Le démarrage a échoué</translation>
    </message>
    <message>
      <source>Loading the networks and opening the source.</source>
      <translation>Chargement des réseaux et ouverture de la source.</translation>
    </message>
    <message>
      <source>Look harder</source>
      <translation>Chercher mieux</translation>
    </message>
    <message>
      <source>No camera found</source>
      <translation>Aucune caméra trouvée</translation>
    </message>
    <message>
      <source>No image from the camera</source>
      <translation>Pas d’image de la caméra</translation>
    </message>
    <message>
      <source>Nobody in view. Step back until your shoulders are in the image, or look for people less strictly.</source>
      <translation>Personne n’est visible. Reculez jusqu’à ce que vos épaules soient dans l’image, ou assouplissez la recherche.</translation>
    </message>
    <message>
      <source>Nobody was found for some seconds. People can be looked for less strictly.</source>
      <translation>Personne n’a été trouvé depuis quelques secondes. La recherche peut être moins stricte.</translation>
    </message>
    <message>
      <source>Only {fps} frames a second on this machine. A smaller image and fewer detector runs help.</source>
      <translation>Seulement {fps} images par seconde sur cette machine. Une image plus petite et moins de passages du détecteur aident.</translation>
    </message>
    <message>
      <source>Only {fps} frames a second on this machine. Fewer detector runs help.</source>
      <translation>Seulement {fps} images par seconde sur cette machine. Moins de passages du détecteur aident.</translation>
    </message>
    <message>
      <source>Open a video…</source>
      <translation>Ouvrir une vidéo…</translation>
    </message>
    <message>
      <source>Open another…</source>
      <translation>En ouvrir une autre…</translation>
    </message>
    <message>
      <source>Open one…</source>
      <translation>En ouvrir une…</translation>
    </message>
    <message>
      <source>Other address…</source>
      <translation>Autre adresse…</translation>
    </message>
    <message>
      <source>Other source</source>
      <translation>Autre source</translation>
    </message>
    <message>
      <source>Play again</source>
      <translation>Rejouer</translation>
    </message>
    <message>
      <source>Plug in a camera and it starts by itself; or open a video.</source>
      <translation>Branchez une caméra et tout démarre seul ; ou ouvrez une vidéo.</translation>
    </message>
    <message>
      <source>Process them…</source>
      <translation>Les traiter…</translation>
    </message>
    <message>
      <source>Recordings and snapshots are in {folder}.</source>
      <translation>Les enregistrements et les instantanés sont dans {folder}.</translation>
    </message>
    <message>
      <source>Settings</source>
      <translation>Réglages</translation>
    </message>
    <message>
      <source>Show everyone</source>
      <translation>Montrer tout le monde</translation>
    </message>
    <message>
      <source>Something broke</source>
      <translation>Un problème est survenu</translation>
    </message>
    <message>
      <source>Start again</source>
      <translation>Recommencer</translation>
    </message>
    <message>
      <source>Starting</source>
      <translation>Démarrage</translation>
    </message>
    <message>
      <source>Still no camera found</source>
      <translation>Toujours aucune caméra trouvée</translation>
    </message>
    <message>
      <source>Stream lost</source>
      <translation>Flux perdu</translation>
    </message>
    <message>
      <source>Stream not available</source>
      <translation>Flux indisponible</translation>
    </message>
    <message>
      <source>Test image</source>
      <translation>Image de test</translation>
    </message>
    <message>
      <source>That was the last image.</source>
      <translation>C’était la dernière image.</translation>
    </message>
    <message>
      <source>The language changes when lightpose is started again.</source>
      <translation>La langue change au prochain démarrage de lightpose.</translation>
    </message>
    <message>
      <source>The networks cannot be loaded</source>
      <translation>Les réseaux ne peuvent pas être chargés</translation>
    </message>
    <message>
      <source>The processor can do it too.</source>
      <translation>Le processeur peut aussi le faire.</translation>
    </message>
    <message>
      <source>The step “{stage}” failed. Starting again usually helps.</source>
      <translation>L’étape « {stage} » a échoué. Recommencer aide en général.</translation>
    </message>
    <message>
      <source>The video has ended.</source>
      <translation>La vidéo est terminée.</translation>
    </message>
    <message>
      <source>There are people, but not who was chosen.</source>
      <translation>Des personnes sont là, mais pas celle qui a été choisie.</translation>
    </message>
    <message>
      <source>This cannot be played</source>
      <translation>Lecture impossible</translation>
    </message>
    <message>
      <source>Try again</source>
      <translation>Réessayer</translation>
    </message>
    <message>
      <source>Try now</source>
      <translation>Essayer maintenant</translation>
    </message>
    <message>
      <source>Undo</source>
      <translation>Annuler</translation>
    </message>
    <message>
      <source>Use lighter settings</source>
      <translation>Réglages plus légers</translation>
    </message>
    <message>
      <source>Use the bundled networks</source>
      <translation>Utiliser les réseaux fournis</translation>
    </message>
    <message>
      <source>Use the processor</source>
      <translation>Utiliser le processeur</translation>
    </message>
    <message>
      <source>Who was chosen would be outside of the picture.</source>
      <translation>L’endroit choisi est en dehors de l’image.</translation>
    </message>
    <message>
      <source>{name} cannot be opened, most likely because another program uses it. Close that one, then try again.</source>
      <translation>{name} ne peut pas être ouverte, sans doute parce qu’un autre programme l’utilise. Fermez-le, puis réessayez.</translation>
    </message>
    <message>
      <source>{name} holds a video and no images.</source>
      <translation>{name} contient une vidéo et aucune image.</translation>
    </message>
    <message>
      <source>{name} holds {number} videos and no images.</source>
      <translation>{name} contient {number} vidéos et aucune image.</translation>
    </message>
    <message>
      <source>{name} is there but sends nothing. Plug it out and in again, or close what else uses it.</source>
      <translation>{name} est là mais n’envoie rien. Débranchez-la et rebranchez-la, ou fermez ce qui l’utilise.</translation>
    </message>
    <message>
      <source>{name} is there, but this program may not use it. Allow it, then try again.</source>
      <translation>{name} est là, mais ce programme n’a pas le droit de l’utiliser. Autorisez-le, puis réessayez.</translation>
    </message>
    <message>
      <source>{name} stopped delivering images. Plug it in again: it goes on by itself.</source>
      <translation>{name} ne fournit plus d’images. Rebranchez-la : la suite est automatique.</translation>
    </message>
    <message>
      <source>{name} stopped sending. Trying again until it is back.</source>
      <translation>{name} n’envoie plus rien. Nouvelles tentatives jusqu’à son retour.</translation>
    </message>
  </context>
  <context>
    <name>Panel</name>
    <message>
      <source>Angles</source>
      <translation>Angles</translation>
    </message>
    <message>
      <source>Live</source>
      <translation>Direct</translation>
    </message>
    <message>
      <source>Page {title}</source>
      <translation>Page {title}</translation>
    </message>
    <message>
      <source>Settings</source>
      <translation>Réglages</translation>
    </message>
    <message>
      <source>View</source>
      <translation>Vue</translation>
    </message>
  </context>
  <context>
    <name>People</name>
    <message>
      <source>Draw a region</source>
      <translation>Dessiner une zone</translation>
    </message>
    <message>
      <source>Everyone</source>
      <translation>Tout le monde</translation>
    </message>
    <message>
      <source>How many</source>
      <translation>Combien</translation>
    </message>
    <message>
      <source>One person</source>
      <translation>Une personne</translation>
    </message>
    <message>
      <source>Only people in a part of the image; drag over it with the mouse (G)</source>
      <translation>Seulement les personnes dans une partie de l’image ; la tracer à la souris (G)</translation>
    </message>
    <message>
      <source>Only person {number}</source>
      <translation>Seulement la personne {number}</translation>
    </message>
    <message>
      <source>Record everyone</source>
      <translation>Enregistrer tout le monde</translation>
    </message>
    <message>
      <source>Recordings hold all people, whoever is shown</source>
      <translation>Les enregistrements contiennent tout le monde, qui que l’on montre</translation>
    </message>
    <message>
      <source>Region</source>
      <translation>Zone</translation>
    </message>
    <message>
      <source>Show everyone</source>
      <translation>Montrer tout le monde</translation>
    </message>
    <message>
      <source>The largest</source>
      <translation>La plus grande</translation>
    </message>
    <message>
      <source>The largest few</source>
      <translation>Les plus grandes</translation>
    </message>
    <message>
      <source>The most central</source>
      <translation>La plus centrale</translation>
    </message>
    <message>
      <source>Who is shown</source>
      <translation>Qui est montré</translation>
    </message>
    <message>
      <source>Whole image</source>
      <translation>Image entière</translation>
    </message>
  </context>
  <context>
    <name>Process</name>
    <message>
      <source>1: all frames; 2: every second one</source>
      <translation>1 : toutes les images ; 2 : une sur deux</translation>
    </message>
    <message>
      <source>A person's number needs people who are followed.</source>
      <translation>Le numéro d’une personne suppose un suivi des personnes.</translation>
    </message>
    <message>
      <source>Accuracy</source>
      <translation>Précision</translation>
    </message>
    <message>
      <source>Add address…</source>
      <translation>Ajouter une adresse…</translation>
    </message>
    <message>
      <source>Add files…</source>
      <translation>Ajouter des fichiers…</translation>
    </message>
    <message>
      <source>All people</source>
      <translation>Toutes les personnes</translation>
    </message>
    <message>
      <source>Angles (CSV)</source>
      <translation>Angles (CSV)</translation>
    </message>
    <message>
      <source>Annotated video</source>
      <translation>Vidéo annotée</translation>
    </message>
    <message>
      <source>As in the video</source>
      <translation>Comme dans la vidéo</translation>
    </message>
    <message>
      <source>At a time</source>
      <translation>À la fois</translation>
    </message>
    <message>
      <source>At most</source>
      <translation>Au plus</translation>
    </message>
    <message>
      <source>At most so long; what is live needs it. Seconds, or h:mm:ss</source>
      <translation>Au plus cette durée ; nécessaire pour le direct. Secondes, ou h:mm:ss</translation>
    </message>
    <message>
      <source>Background</source>
      <translation>Arrière-plan</translation>
    </message>
    <message>
      <source>Beside each file</source>
      <translation>À côté de chaque fichier</translation>
    </message>
    <message>
      <source>Best accuracy</source>
      <translation>Précision maximale</translation>
    </message>
    <message>
      <source>Black</source>
      <translation>Noir</translation>
    </message>
    <message>
      <source>Blurred</source>
      <translation>Flou</translation>
    </message>
    <message>
      <source>CRF: lower is better and larger</source>
      <translation>CRF : plus bas, meilleure qualité et fichier plus gros</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>Annuler</translation>
    </message>
    <message>
      <source>Cancelled</source>
      <translation>Annulé</translation>
    </message>
    <message>
      <source>Carry the sound over</source>
      <translation>Reprendre le son</translation>
    </message>
    <message>
      <source>Coding</source>
      <translation>Codage</translation>
    </message>
    <message>
      <source>Detector on every frame, in two sizes; mirrored crops too; broken tracks joined. Slow.</source>
      <translation>Détecteur sur chaque image, en deux tailles ; recadrages en miroir aussi ; pistes interrompues réunies. Lent.</translation>
    </message>
    <message>
      <source>Done</source>
      <translation>Terminé</translation>
    </message>
    <message>
      <source>Done before</source>
      <translation>Déjà fait</translation>
    </message>
    <message>
      <source>Drop videos or folders of videos here, or add them below.</source>
      <translation>Déposez ici des vidéos ou des dossiers de vidéos, ou ajoutez-les ci-dessous.</translation>
    </message>
    <message>
      <source>Duration</source>
      <translation>Durée</translation>
    </message>
    <message>
      <source>End</source>
      <translation>Fin</translation>
    </message>
    <message>
      <source>Every so many frames</source>
      <translation>Une image sur combien</translation>
    </message>
    <message>
      <source>Everyone</source>
      <translation>Tout le monde</translation>
    </message>
    <message>
      <source>Failed: {why}</source>
      <translation>Échec : {why}</translation>
    </message>
    <message>
      <source>File</source>
      <translation>Fichier</translation>
    </message>
    <message>
      <source>Files</source>
      <translation>Fichiers</translation>
    </message>
    <message>
      <source>Folder for the results</source>
      <translation>Dossier des résultats</translation>
    </message>
    <message>
      <source>Follow people</source>
      <translation>Suivre les personnes</translation>
    </message>
    <message>
      <source>From</source>
      <translation>De</translation>
    </message>
    <message>
      <source>Height</source>
      <translation>Hauteur</translation>
    </message>
    <message>
      <source>Height of the person</source>
      <translation>Taille de la personne</translation>
    </message>
    <message>
      <source>Height of the video</source>
      <translation>Hauteur de la vidéo</translation>
    </message>
    <message>
      <source>How many recordings are processed side by side</source>
      <translation>Nombre d’enregistrements traités en parallèle</translation>
    </message>
    <message>
      <source>Image</source>
      <translation>Image</translation>
    </message>
    <message>
      <source>Into {folder}</source>
      <translation>Dans {folder}</translation>
    </message>
    <message>
      <source>Keypoints: {format}</source>
      <translation>Points clés : {format}</translation>
    </message>
    <message>
      <source>Largest people</source>
      <translation>Personnes les plus grandes</translation>
    </message>
    <message>
      <source>Least score of a person</source>
      <translation>Score minimal d’une personne</translation>
    </message>
    <message>
      <source>Leave out people the detector is less sure of</source>
      <translation>Ignorer les personnes dont le détecteur est moins sûr</translation>
    </message>
    <message>
      <source>Leave out recordings whose results are whole and were made with these options</source>
      <translation>Omettre les enregistrements dont les résultats sont complets et faits avec ces options</translation>
    </message>
    <message>
      <source>Look for people in one size of each image</source>
      <translation>Chercher les personnes dans une taille de chaque image</translation>
    </message>
    <message>
      <source>Look for people in two sizes of each image, which finds more</source>
      <translation>Chercher dans deux tailles de chaque image, ce qui en trouve plus</translation>
    </message>
    <message>
      <source>Metres, of the person seen longest: for OpenSim TRC</source>
      <translation>Mètres, de la personne vue le plus longtemps : pour OpenSim TRC</translation>
    </message>
    <message>
      <source>Normal accuracy</source>
      <translation>Précision normale</translation>
    </message>
    <message>
      <source>Number of the person</source>
      <translation>Numéro de la personne</translation>
    </message>
    <message>
      <source>Number …</source>
      <translation>Numéro …</translation>
    </message>
    <message>
      <source>One frame of</source>
      <translation>Une image sur</translation>
    </message>
    <message>
      <source>Only the largest so many people</source>
      <translation>Seulement ce nombre de personnes, les plus grandes</translation>
    </message>
    <message>
      <source>Only who is in this part of the image, in pixels</source>
      <translation>Seulement qui est dans cette partie de l’image, en pixels</translation>
    </message>
    <message>
      <source>Open result</source>
      <translation>Ouvrir</translation>
    </message>
    <message>
      <source>Part</source>
      <translation>Partie</translation>
    </message>
    <message>
      <source>People</source>
      <translation>Personnes</translation>
    </message>
    <message>
      <source>People keep their numbers; off: each frame by itself</source>
      <translation>Les personnes gardent leur numéro ; sinon chaque image à part</translation>
    </message>
    <message>
      <source>Person</source>
      <translation>Personne</translation>
    </message>
    <message>
      <source>Person's height (m)</source>
      <translation>Taille (m)</translation>
    </message>
    <message>
      <source>Pixels</source>
      <translation>Pixels</translation>
    </message>
    <message>
      <source>Plays everywhere</source>
      <translation>Lisible partout</translation>
    </message>
    <message>
      <source>Process files</source>
      <translation>Traiter des fichiers</translation>
    </message>
    <message>
      <source>Progress</source>
      <translation>Progression</translation>
    </message>
    <message>
      <source>Progress of {file}</source>
      <translation>Progression de {file}</translation>
    </message>
    <message>
      <source>Quality</source>
      <translation>Qualité</translation>
    </message>
    <message>
      <source>Recordings at a time</source>
      <translation>Enregistrements à la fois</translation>
    </message>
    <message>
      <source>Region</source>
      <translation>Région</translation>
    </message>
    <message>
      <source>Remove</source>
      <translation>Retirer</translation>
    </message>
    <message>
      <source>Remove the jitter of the joints, without any lag</source>
      <translation>Supprimer le tremblement des articulations, sans retard</translation>
    </message>
    <message>
      <source>Results</source>
      <translation>Résultats</translation>
    </message>
    <message>
      <source>Score from</source>
      <translation>Score dès</translation>
    </message>
    <message>
      <source>Seconds, or h:mm:ss</source>
      <translation>Secondes, ou h:mm:ss</translation>
    </message>
    <message>
      <source>Skeletons alone, for editing programs</source>
      <translation>Squelettes seuls, pour le montage</translation>
    </message>
    <message>
      <source>Skeletons on black</source>
      <translation>Squelettes sur noir</translation>
    </message>
    <message>
      <source>Skip what is done</source>
      <translation>Omettre ce qui est fait</translation>
    </message>
    <message>
      <source>Smaller</source>
      <translation>Plus petit</translation>
    </message>
    <message>
      <source>Smaller still, slower</source>
      <translation>Encore plus petit, plus lent</translation>
    </message>
    <message>
      <source>Sound</source>
      <translation>Son</translation>
    </message>
    <message>
      <source>Start</source>
      <translation>Démarrer</translation>
    </message>
    <message>
      <source>State</source>
      <translation>État</translation>
    </message>
    <message>
      <source>Steady joints</source>
      <translation>Stabiliser</translation>
    </message>
    <message>
      <source>The image made unrecognisable</source>
      <translation>L’image rendue méconnaissable</translation>
    </message>
    <message>
      <source>The largest</source>
      <translation>La plus grande</translation>
    </message>
    <message>
      <source>The most central</source>
      <translation>La plus centrale</translation>
    </message>
    <message>
      <source>The person nearest to the centre</source>
      <translation>La personne la plus proche du centre</translation>
    </message>
    <message>
      <source>The person with the largest box</source>
      <translation>La personne au plus grand cadre</translation>
    </message>
    <message>
      <source>The person with this number</source>
      <translation>La personne portant ce numéro</translation>
    </message>
    <message>
      <source>The recording itself</source>
      <translation>L’enregistrement lui-même</translation>
    </message>
    <message>
      <source>To</source>
      <translation>À</translation>
    </message>
    <message>
      <source>Transparent (.mov)</source>
      <translation>Transparent (.mov)</translation>
    </message>
    <message>
      <source>Two sizes</source>
      <translation>Deux tailles</translation>
    </message>
    <message>
      <source>Video</source>
      <translation>Vidéo</translation>
    </message>
    <message>
      <source>Video stream</source>
      <translation>Piste vidéo</translation>
    </message>
    <message>
      <source>Videos to process</source>
      <translation>Vidéos à traiter</translation>
    </message>
    <message>
      <source>Waiting</source>
      <translation>En attente</translation>
    </message>
    <message>
      <source>Where the results go</source>
      <translation>Où vont les résultats</translation>
    </message>
    <message>
      <source>Which video of a file with several, as ffprobe counts</source>
      <translation>Quelle vidéo d’un fichier qui en a plusieurs, selon ffprobe</translation>
    </message>
    <message>
      <source>Working</source>
      <translation>En cours</translation>
    </message>
    <message>
      <source>Write the video with the skeletons drawn into it</source>
      <translation>Écrire la vidéo avec les squelettes dessinés</translation>
    </message>
    <message>
      <source>all</source>
      <translation>tout</translation>
    </message>
    <message>
      <source>as in the window</source>
      <translation>comme la fenêtre</translation>
    </message>
    <message>
      <source>as recorded</source>
      <translation>d’origine</translation>
    </message>
    <message>
      <source>end</source>
      <translation>fin</translation>
    </message>
    <message>
      <source>everyone</source>
      <translation>toutes</translation>
    </message>
    <message>
      <source>main</source>
      <translation>principale</translation>
    </message>
    <message>
      <source>unknown</source>
      <translation>inconnue</translation>
    </message>
    <message>
      <source>x,y,width,height</source>
      <translation>x,y,largeur,hauteur</translation>
    </message>
    <message>
      <source>{address} has no end: give a duration on the page Part.</source>
      <translation>{address} n’a pas de fin : indiquez une durée à la page « Partie ».</translation>
    </message>
    <message>
      <source>{count} left out</source>
      <translation>{count} omis</translation>
    </message>
    <message>
      <source>{fps} frames/s</source>
      <translation>{fps} images/s</translation>
    </message>
    <message>
      <source>{fps} frames/s, {time} left</source>
      <translation>{fps} images/s, reste {time}</translation>
    </message>
    <message>
      <source>{frames} frames in {time}</source>
      <translation>{frames} images en {time}</translation>
    </message>
    <message>
      <source>{ready} of {all} done</source>
      <translation>{ready} sur {all} terminés</translation>
    </message>
    <message>
      <source>{title} page</source>
      <translation>Page {title}</translation>
    </message>
  </context>
  <context>
    <name>QAbstractFileIconProvider</name>
    <message>
      <source>%1 File</source>
      <translation>Fichier %1</translation>
    </message>
    <message>
      <source>Drive</source>
      <translation>Lecteur</translation>
    </message>
    <message>
      <source>File</source>
      <translation>Fichier</translation>
    </message>
    <message>
      <source>Folder</source>
      <translation>Dossier</translation>
    </message>
  </context>
  <context>
    <name>Reasons</name>
    <message>
      <source>'{text}' is no duration; it must be above 0</source>
      <translation>« {text} » n’est pas une durée ; elle doit être supérieure à 0</translation>
    </message>
    <message>
      <source>'{text}' is no region; write x,y,width,height in pixels, such as 0,0,320,240, or in percent, such as 25%,0,50%,100%</source>
      <translation>« {text} » n’est pas une zone ; écrivez x,y,largeur,hauteur en pixels, par exemple 0,0,320,240, ou en pour cent, par exemple 25%,0,50%,100%</translation>
    </message>
    <message>
      <source>'{text}' is no time; write seconds (90.5) or h:mm:ss (0:01:30.5)</source>
      <translation>« {text} » n’est pas un temps ; écrivez des secondes (90.5) ou h:mm:ss (0:01:30.5)</translation>
    </message>
    <message>
      <source>Address already in use</source>
      <translation>l’adresse est déjà utilisée</translation>
    </message>
    <message>
      <source>Cannot assign requested address</source>
      <translation>cet ordinateur n’a pas cette adresse</translation>
    </message>
    <message>
      <source>Connection refused</source>
      <translation>la connexion a été refusée</translation>
    </message>
    <message>
      <source>Connection timed out</source>
      <translation>la connexion a pris trop de temps</translation>
    </message>
    <message>
      <source>Input/output error</source>
      <translation>erreur de lecture ou d’écriture du périphérique</translation>
    </message>
    <message>
      <source>Invalid data found when processing input</source>
      <translation>les données ne sont pas valides</translation>
    </message>
    <message>
      <source>Is a directory</source>
      <translation>c’est un dossier</translation>
    </message>
    <message>
      <source>Name or service not known</source>
      <translation>ce nom est inconnu</translation>
    </message>
    <message>
      <source>Network is unreachable</source>
      <translation>le réseau est inaccessible</translation>
    </message>
    <message>
      <source>No route to host</source>
      <translation>aucun chemin ne mène à cet ordinateur</translation>
    </message>
    <message>
      <source>No space left on device</source>
      <translation>il n’y a plus de place sur le disque</translation>
    </message>
    <message>
      <source>No such device</source>
      <translation>L’appareil n’est plus là</translation>
    </message>
    <message>
      <source>No such file or directory</source>
      <translation>fichier ou dossier introuvable</translation>
    </message>
    <message>
      <source>Not a directory</source>
      <translation>ce n’est pas un dossier</translation>
    </message>
    <message>
      <source>Permission denied</source>
      <translation>accès refusé</translation>
    </message>
    <message>
      <source>Read-only file system</source>
      <translation>le disque est en lecture seule</translation>
    </message>
    <message>
      <source>Temporary failure in name resolution</source>
      <translation>le nom ne peut pas être résolu pour l’instant</translation>
    </message>
    <message>
      <source>a link to a folder</source>
      <translation>un lien vers un dossier</translation>
    </message>
    <message>
      <source>a region needs a width and a height above 0</source>
      <translation>une zone a besoin d’une largeur et d’une hauteur supérieures à 0</translation>
    </message>
    <message>
      <source>an image in a folder of videos</source>
      <translation>une image dans un dossier de vidéos</translation>
    </message>
    <message>
      <source>an unfinished result</source>
      <translation>un résultat inachevé</translation>
    </message>
    <message>
      <source>another program uses the virtual camera, or it may not be written to</source>
      <translation>un autre programme utilise la caméra virtuelle, ou il est interdit d’y écrire</translation>
    </message>
    <message>
      <source>cannot listen at {address}: {why}</source>
      <translation>impossible d’écouter sur {address} : {why}</translation>
    </message>
    <message>
      <source>cannot record into {folder}: {why}</source>
      <translation>impossible d’enregistrer dans {folder} : {why}</translation>
    </message>
    <message>
      <source>cannot send to {address}: others in the network could read it; add a token, such as {token}</source>
      <translation>impossible d’envoyer à {address} : d’autres sur le réseau pourraient le lire ; ajoutez un jeton, par exemple {token}</translation>
    </message>
    <message>
      <source>cannot send to {address}: unknown kind {kind}, use one of {kinds}</source>
      <translation>impossible d’envoyer à {address} : type inconnu {kind}, possibles : {kinds}</translation>
    </message>
    <message>
      <source>cannot send to {address}: {why}</source>
      <translation>impossible d’envoyer à {address} : {why}</translation>
    </message>
    <message>
      <source>cannot write {path}: {why}</source>
      <translation>impossible d’écrire {path} : {why}</translation>
    </message>
    <message>
      <source>from {start} s to {end} s is no span; the end must come after the start</source>
      <translation>de {start} s à {end} s n’est pas un intervalle ; la fin doit venir après le début</translation>
    </message>
    <message>
      <source>hidden</source>
      <translation>caché</translation>
    </message>
    <message>
      <source>it does not answer; check the address and the network</source>
      <translation>pas de réponse ; vérifiez l’adresse et le réseau</translation>
    </message>
    <message>
      <source>it is a folder</source>
      <translation>c’est un dossier</translation>
    </message>
    <message>
      <source>not a video</source>
      <translation>pas une vidéo</translation>
    </message>
    <message>
      <source>the driver of the virtual camera does not answer</source>
      <translation>le pilote de la caméra virtuelle ne répond pas</translation>
    </message>
    <message>
      <source>the file is there and read-only</source>
      <translation>le fichier existe et est en lecture seule</translation>
    </message>
    <message>
      <source>the folder {path} does not exist</source>
      <translation>le dossier {path} n’existe pas</translation>
    </message>
    <message>
      <source>the screen as a source needs the package mss: pip install "lightpose[screen]"</source>
      <translation>l’écran comme source nécessite le paquet mss : pip install "lightpose[screen]"</translation>
    </message>
    <message>
      <source>the screen cannot be read: {why}</source>
      <translation>l’écran ne peut pas être lu : {why}</translation>
    </message>
    <message>
      <source>the size of the frames changed</source>
      <translation>la taille des images a changé</translation>
    </message>
    <message>
      <source>there is no virtual camera device: install v4l2loopback-dkms, then modprobe v4l2loopback exclusive_caps=1</source>
      <translation>il n’y a pas de caméra virtuelle : installez v4l2loopback-dkms, puis modprobe v4l2loopback exclusive_caps=1</translation>
    </message>
    <message>
      <source>there is no virtual camera: install OBS, start its virtual camera once and allow it in the system settings</source>
      <translation>il n’y a pas de caméra virtuelle : installez OBS, démarrez une fois sa caméra virtuelle et autorisez-la dans les réglages du système</translation>
    </message>
    <message>
      <source>there is no virtual camera: install OBS, which brings one</source>
      <translation>il n’y a pas de caméra virtuelle : installez OBS, qui en apporte une</translation>
    </message>
    <message>
      <source>timed out</source>
      <translation>pas de réponse à temps</translation>
    </message>
    <message>
      <source>{host} did not answer: {why}</source>
      <translation>{host} n’a pas répondu : {why}</translation>
    </message>
    <message>
      <source>{host} names no release</source>
      <translation>{host} n’indique aucune version</translation>
    </message>
    <message>
      <source>{kind}:// needs {package}, which is not installed: {command}</source>
      <translation>{kind}:// a besoin de {package}, qui n’est pas installé : {command}</translation>
    </message>
    <message>
      <source>{message}</source>
      <translation>le message est « {message} »</translation>
    </message>
    <message>
      <source>{name} does not answer</source>
      <translation>{name} ne répond pas</translation>
    </message>
    <message>
      <source>{name} gives no pictures</source>
      <translation>{name} ne donne pas d’images</translation>
    </message>
    <message>
      <source>{name} is {length} s long; there is nothing at {seconds} s</source>
      <translation>{name} dure {length} s ; il n’y a rien à {seconds} s</translation>
    </message>
    <message>
      <source>{path} cannot be opened: {why}</source>
      <translation>{path} ne peut pas être ouvert : {why}</translation>
    </message>
    <message>
      <source>{path} cannot be read as a picture: {why}</source>
      <translation>{path} ne peut pas être lu comme image : {why}</translation>
    </message>
    <message>
      <source>{path} cannot be read as a video: {why}</source>
      <translation>{path} ne peut pas être lu comme vidéo : {why}</translation>
    </message>
    <message>
      <source>{path} does not exist</source>
      <translation>{path} n’existe pas</translation>
    </message>
    <message>
      <source>{path} ends before {seconds} s</source>
      <translation>{path} se termine avant {seconds} s</translation>
    </message>
    <message>
      <source>{path} has no video stream {number}; its video streams: {numbers}</source>
      <translation>{path} n’a pas de flux vidéo {number} ; ses flux vidéo : {numbers}</translation>
    </message>
    <message>
      <source>{path} holds no frame that can be decoded</source>
      <translation>{path} ne contient aucune image décodable</translation>
    </message>
    <message>
      <source>{path} holds no pictures</source>
      <translation>{path} ne contient pas d’images</translation>
    </message>
    <message>
      <source>{path} holds no pictures; left out: {others}</source>
      <translation>{path} ne contient pas d’images ; laissés de côté : {others}</translation>
    </message>
    <message>
      <source>{path} holds no video</source>
      <translation>{path} ne contient pas de vidéo</translation>
    </message>
    <message>
      <source>{path} holds no video, only sound</source>
      <translation>{path} ne contient pas de vidéo, seulement du son</translation>
    </message>
    <message>
      <source>{path} holds no videos and no pictures</source>
      <translation>{path} ne contient ni vidéos ni images</translation>
    </message>
    <message>
      <source>{path} is a folder, not a video file</source>
      <translation>{path} est un dossier, pas une vidéo</translation>
    </message>
    <message>
      <source>{path} is a pipe or a device, not a file; write it to a file first</source>
      <translation>{path} est un tube ou un périphérique, pas un fichier ; écrivez-le d’abord dans un fichier</translation>
    </message>
    <message>
      <source>{path} is coded in a way this build of FFmpeg cannot decode</source>
      <translation>{path} est codé d’une façon que ce FFmpeg ne sait pas décoder</translation>
    </message>
    <message>
      <source>{path} is empty (0 bytes)</source>
      <translation>{path} est vide (0 octet)</translation>
    </message>
    <message>
      <source>{path} was cut off: it ends after {frames} frames</source>
      <translation>{path} est tronqué : il s’arrête après {frames} images</translation>
    </message>
    <message>
      <source>{path}: no such model file</source>
      <translation>{path} : ce fichier de réseau n’existe pas</translation>
    </message>
    <message>
      <source>{path}: there are no such pictures</source>
      <translation>{path} : ces images n’existent pas</translation>
    </message>
  </context>
  <context>
    <name>Settings</name>
    <message>
      <source>As the system</source>
      <translation>Comme le système</translation>
    </message>
    <message>
      <source>Automatic</source>
      <translation>Automatique</translation>
    </message>
    <message>
      <source>Bundled</source>
      <translation>Fourni</translation>
    </message>
    <message>
      <source>Camera</source>
      <translation>Caméra</translation>
    </message>
    <message>
      <source>Choose a file…</source>
      <translation>Choisir un fichier…</translation>
    </message>
    <message>
      <source>Dark</source>
      <translation>Sombre</translation>
    </message>
    <message>
      <source>Detector runs</source>
      <translation>Détecteur</translation>
    </message>
    <message>
      <source>Every frame</source>
      <translation>Chaque image</translation>
    </message>
    <message>
      <source>Every {seconds} s</source>
      <translation>Toutes les {seconds} s</translation>
    </message>
    <message>
      <source>Finding people</source>
      <translation>Recherche de personnes</translation>
    </message>
    <message>
      <source>Folder</source>
      <translation>Dossier</translation>
    </message>
    <message>
      <source>Folder of the recordings</source>
      <translation>Dossier des enregistrements</translation>
    </message>
    <message>
      <source>Keypoint file</source>
      <translation>Fichier de points clés</translation>
    </message>
    <message>
      <source>Language</source>
      <translation>Langue</translation>
    </message>
    <message>
      <source>Least certainty</source>
      <translation>Certitude minimale</translation>
    </message>
    <message>
      <source>Light</source>
      <translation>Clair</translation>
    </message>
    <message>
      <source>Networks</source>
      <translation>Réseaux</translation>
    </message>
    <message>
      <source>No bundled networks are installed.</source>
      <translation>Aucun réseau fourni n’est installé.</translation>
    </message>
    <message>
      <source>None</source>
      <translation>Aucun</translation>
    </message>
    <message>
      <source>Of a camera, draw joints where they are by now, on the newest image</source>
      <translation>Avec une caméra, dessiner les articulations où elles sont à présent, sur l’image la plus récente</translation>
    </message>
    <message>
      <source>Off</source>
      <translation>Désactivé</translation>
    </message>
    <message>
      <source>Person detector</source>
      <translation>Détecteur de personnes</translation>
    </message>
    <message>
      <source>Pose network</source>
      <translation>Réseau de pose</translation>
    </message>
    <message>
      <source>Precision</source>
      <translation>Précision</translation>
    </message>
    <message>
      <source>Predict joints</source>
      <translation>Prédire les articulations</translation>
    </message>
    <message>
      <source>Processor</source>
      <translation>Processeur</translation>
    </message>
    <message>
      <source>Processor threads</source>
      <translation>Threads du processeur</translation>
    </message>
    <message>
      <source>Recording</source>
      <translation>Enregistrement</translation>
    </message>
    <message>
      <source>Reset all settings</source>
      <translation>Réinitialiser tous les réglages</translation>
    </message>
    <message>
      <source>Resolution</source>
      <translation>Résolution</translation>
    </message>
    <message>
      <source>Runs on</source>
      <translation>Exécuté sur</translation>
    </message>
    <message>
      <source>Smoothing</source>
      <translation>Lissage</translation>
    </message>
    <message>
      <source>Theme</source>
      <translation>Thème</translation>
    </message>
    <message>
      <source>Video as it came</source>
      <translation>Vidéo d’origine</translation>
    </message>
    <message>
      <source>Video with skeletons</source>
      <translation>Vidéo avec squelettes</translation>
    </message>
    <message>
      <source>Where recordings and snapshots go</source>
      <translation>Où vont les enregistrements et les instantanés</translation>
    </message>
    <message>
      <source>Window</source>
      <translation>Fenêtre</translation>
    </message>
    <message>
      <source>{network}: choose an ONNX file</source>
      <translation>{network} : choisir un fichier ONNX</translation>
    </message>
  </context>
  <context>
    <name>Streams</name>
    <message>
      <source>1 reader</source>
      <translation>1 lecteur</translation>
    </message>
    <message>
      <source>Add</source>
      <translation>Ajouter</translation>
    </message>
    <message>
      <source>Address</source>
      <translation>Adresse</translation>
    </message>
    <message>
      <source>Addresses</source>
      <translation>Adresses</translation>
    </message>
    <message>
      <source>Computer</source>
      <translation>Ordinateur</translation>
    </message>
    <message>
      <source>Computers in the network can read it if they know the token.</source>
      <translation>Les ordinateurs du réseau peuvent le lire s’ils connaissent le jeton.</translation>
    </message>
    <message>
      <source>Copied. In OBS: add a browser source and paste it as its address.</source>
      <translation>Copié. Dans OBS : ajoutez une source navigateur et collez-le comme adresse.</translation>
    </message>
    <message>
      <source>Copy page address</source>
      <translation>Copier l’adresse de la page</translation>
    </message>
    <message>
      <source>For a browser on this computer, or for a browser source of OBS</source>
      <translation>Pour un navigateur sur cet ordinateur ou une source navigateur d’OBS</translation>
    </message>
    <message>
      <source>In the browser, the people as they are sent</source>
      <translation>Dans le navigateur, les personnes telles qu’elles sont envoyées</translation>
    </message>
    <message>
      <source>Kind</source>
      <translation>Type</translation>
    </message>
    <message>
      <source>Left out</source>
      <translation>Omis</translation>
    </message>
    <message>
      <source>Nothing is sent yet. Add an address below.</source>
      <translation>Rien n’est encore envoyé. Ajoutez une adresse ci-dessous.</translation>
    </message>
    <message>
      <source>Only a WebSocket that listens has a page</source>
      <translation>Seul un WebSocket à l’écoute a une page</translation>
    </message>
    <message>
      <source>Open page</source>
      <translation>Ouvrir la page</translation>
    </message>
    <message>
      <source>Port</source>
      <translation>Port</translation>
    </message>
    <message>
      <source>Programs on this computer can read it. 0.0.0.0 lets in all computers that know the token.</source>
      <translation>Les programmes de cet ordinateur peuvent le lire. 0.0.0.0 admet tous les ordinateurs qui connaissent le jeton.</translation>
    </message>
    <message>
      <source>Remove</source>
      <translation>Retirer</translation>
    </message>
    <message>
      <source>Send the people of each frame to other programs</source>
      <translation>Envoyer les personnes de chaque image à d’autres programmes</translation>
    </message>
    <message>
      <source>Sending to {address} ended: {why}</source>
      <translation>L’envoi à {address} s’est arrêté : {why}</translation>
    </message>
    <message>
      <source>Sent</source>
      <translation>Envoyés</translation>
    </message>
    <message>
      <source>Sent to that computer and port, whether it has readers or not.</source>
      <translation>Envoyé à cet ordinateur et à ce port, que quelqu’un y écoute ou non.</translation>
    </message>
    <message>
      <source>State</source>
      <translation>État</translation>
    </message>
    <message>
      <source>Streams</source>
      <translation>Flux</translation>
    </message>
    <message>
      <source>Streams…</source>
      <translation>Flux…</translation>
    </message>
    <message>
      <source>Token</source>
      <translation>Jeton</translation>
    </message>
    <message>
      <source>Whoever reads has to know it; needed beyond this computer</source>
      <translation>Qui veut lire doit le connaître ; nécessaire au-delà de cet ordinateur</translation>
    </message>
    <message>
      <source>failed</source>
      <translation>échec</translation>
    </message>
    <message>
      <source>listening, no reader</source>
      <translation>prêt, aucun lecteur</translation>
    </message>
    <message>
      <source>nobody listens there</source>
      <translation>personne n’écoute là</translation>
    </message>
    <message>
      <source>off</source>
      <translation>arrêté</translation>
    </message>
    <message>
      <source>sending</source>
      <translation>envoi</translation>
    </message>
    <message>
      <source>starting</source>
      <translation>démarrage</translation>
    </message>
    <message>
      <source>{number} readers</source>
      <translation>{number} lecteurs</translation>
    </message>
  </context>
  <context>
    <name>Updates</name>
    <message>
      <source>Asking for the newest version…</source>
      <translation>Recherche de la version la plus récente…</translation>
    </message>
    <message>
      <source>Check for updates</source>
      <translation>Rechercher des mises à jour</translation>
    </message>
    <message>
      <source>Installed: {version}</source>
      <translation>Installée : {version}</translation>
    </message>
    <message>
      <source>Show its page</source>
      <translation>Ouvrir sa page</translation>
    </message>
    <message>
      <source>The newest version could not be asked for: {reason}.</source>
      <translation>Impossible de connaître la version la plus récente : {reason}.</translation>
    </message>
    <message>
      <source>This copy is not a release, so there is no place to ask. Update it the way it was installed.</source>
      <translation>Cette copie n’est pas une version publiée : il n’y a rien à interroger. Mettez-la à jour comme elle a été installée.</translation>
    </message>
    <message>
      <source>This is the newest version.</source>
      <translation>C’est la version la plus récente.</translation>
    </message>
    <message>
      <source>Version {version} can be had.</source>
      <translation>La version {version} est disponible.</translation>
    </message>
  </context>
  <context>
    <name>View</name>
    <message>
      <source>As in a mirror (M)</source>
      <translation>Comme dans un miroir (M)</translation>
    </message>
    <message>
      <source>Blur faces</source>
      <translation>Flouter les visages</translation>
    </message>
    <message>
      <source>Boxes</source>
      <translation>Cadres</translation>
    </message>
    <message>
      <source>Drag over the part of the image in which people are to be shown. Esc: cancel</source>
      <translation>Faites glisser sur la partie de l’image où montrer les personnes. Échap : annuler</translation>
    </message>
    <message>
      <source>Draw a box around each person (B)</source>
      <translation>Dessiner un cadre autour de chaque personne (B)</translation>
    </message>
    <message>
      <source>Draw joints and limbs (K)</source>
      <translation>Dessiner articulations et membres (K)</translation>
    </message>
    <message>
      <source>Heatmap</source>
      <translation>Carte de chaleur</translation>
    </message>
    <message>
      <source>Hide joints below</source>
      <translation>Masquer sous</translation>
    </message>
    <message>
      <source>IDs</source>
      <translation>Numéros</translation>
    </message>
    <message>
      <source>Image</source>
      <translation>Image</translation>
    </message>
    <message>
      <source>Joint</source>
      <translation>Articulation</translation>
    </message>
    <message>
      <source>Joint names</source>
      <translation>Noms des articulations</translation>
    </message>
    <message>
      <source>Joint of the heatmap</source>
      <translation>Articulation de la carte de chaleur</translation>
    </message>
    <message>
      <source>Joints</source>
      <translation>Articulations</translation>
    </message>
    <message>
      <source>Make faces unrecognisable, in recordings too (F)</source>
      <translation>Rendre les visages méconnaissables, aussi dans les enregistrements (F)</translation>
    </message>
    <message>
      <source>Mirror cameras</source>
      <translation>Caméras en miroir</translation>
    </message>
    <message>
      <source>Mirror this video</source>
      <translation>Cette vidéo en miroir</translation>
    </message>
    <message>
      <source>People</source>
      <translation>Personnes</translation>
    </message>
    <message>
      <source>Show each person's id (I)</source>
      <translation>Montrer le numéro de chaque personne (I)</translation>
    </message>
    <message>
      <source>Show heatmap</source>
      <translation>Afficher la carte de chaleur</translation>
    </message>
    <message>
      <source>Show where wrists and ankles came from (T)</source>
      <translation>Montrer d’où viennent poignets et chevilles (T)</translation>
    </message>
    <message>
      <source>Skeleton</source>
      <translation>Squelette</translation>
    </message>
    <message>
      <source>Swap left and right until another one is opened (M)</source>
      <translation>Inverser gauche et droite jusqu’à l’ouverture d’une autre (M)</translation>
    </message>
    <message>
      <source>Trails</source>
      <translation>Traces</translation>
    </message>
    <message>
      <source>Video with the people found</source>
      <translation>Vidéo avec les personnes trouvées</translation>
    </message>
    <message>
      <source>What the network sees of one joint (H)</source>
      <translation>Ce que le réseau voit d’une articulation (H)</translation>
    </message>
    <message>
      <source>Write the joints' names (N)</source>
      <translation>Écrire les noms des articulations (N)</translation>
    </message>
  </context>
</TS>
