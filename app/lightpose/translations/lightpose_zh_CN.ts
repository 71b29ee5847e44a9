<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
  <context>
    <name>About</name>
    <message>
      <source>File</source>
      <translation>文件</translation>
    </message>
    <message>
      <source>GNU Affero General Public License, version 3 or later. You may use, study, share and change it; who offers a changed version to others, over a network too, gives them its source.</source>
      <translation>GNU Affero 通用公共许可证，第 3 版或更高版本。您可以使用、研究、分享和修改本程序；向他人提供修改版（包括通过网络提供）时，须同时提供其源代码。</translation>
    </message>
    <message>
      <source>Images never leave this computer.</source>
      <translation>图像绝不会离开本机。</translation>
    </message>
    <message>
      <source>Joint set</source>
      <translation>关节集</translation>
    </message>
    <message>
      <source>LGPL-3.0-or-later, under the GPL together with x264 and x265</source>
      <translation>LGPL-3.0-or-later；与 x264 和 x265 一起时适用 GPL</translation>
    </message>
    <message>
      <source>Licence</source>
      <translation>许可证</translation>
    </message>
    <message>
      <source>Licences</source>
      <translation>许可证</translation>
    </message>
    <message>
      <source>Licences…</source>
      <translation>许可证…</translation>
    </message>
    <message>
      <source>Made of</source>
      <translation>组成部分</translation>
    </message>
    <message>
      <source>Networks</source>
      <translation>网络</translation>
    </message>
    <message>
      <source>Networks run on</source>
      <translation>网络运行于</translation>
    </message>
    <message>
      <source>Precision</source>
      <translation>精度</translation>
    </message>
    <message>
      <source>Real-time poses of everybody in view, on this computer alone.</source>
      <translation>实时显示画面中所有人的姿态，全部在本机完成。</translation>
    </message>
    <message>
      <source>Trained on</source>
      <translation>训练数据</translation>
    </message>
    <message>
      <source>Versions</source>
      <translation>版本</translation>
    </message>
    <message>
      <source>built by the PyAV project (--enable-version3, libx264, libx265); source: ffmpeg.org and github.com/PyAV-Org/pyav-ffmpeg</source>
      <translation>由 PyAV 项目构建（--enable-version3、libx264、libx265）；源代码：ffmpeg.org 和 github.com/PyAV-Org/pyav-ffmpeg</translation>
    </message>
    <message>
      <source>see its page</source>
      <translation>见其网页</translation>
    </message>
    <message>
      <source>unchanged; the libraries lie beside the program as files of their own and may be replaced</source>
      <translation>未经修改；这些库作为单独的文件位于程序旁边，可以替换</translation>
    </message>
    <message>
      <source>{name} (inside {package})</source>
      <translation>{name}（位于 {package} 中）</translation>
    </message>
  </context>
  <context>
    <name>Angles</name>
    <message>
      <source>Angles, degrees</source>
      <translation>角度（度）</translation>
    </message>
    <message>
      <source>Click a person in the video, or choose one here.</source>
      <translation>在视频中单击一个人，或在此处选择。</translation>
    </message>
    <message>
      <source>Draw this angle below</source>
      <translation>在下方绘制此角度</translation>
    </message>
    <message>
      <source>Export angles</source>
      <translation>导出角度</translation>
    </message>
    <message>
      <source>Export angles…</source>
      <translation>导出角度…</translation>
    </message>
    <message>
      <source>Joint angles over the last 10 seconds</source>
      <translation>最近 10 秒的关节角度</translation>
    </message>
    <message>
      <source>Last 10 s</source>
      <translation>最近 10 秒</translation>
    </message>
    <message>
      <source>No whole arm or leg is in view: step back a little.</source>
      <translation>没有完整的手臂或腿在画面中：请稍微后退。</translation>
    </message>
    <message>
      <source>No whole arm or leg of this person is in view here.</source>
      <translation>此处看不到此人完整的手臂或腿。</translation>
    </message>
    <message>
      <source>Nobody is in view.</source>
      <translation>画面中没有人。</translation>
    </message>
    <message>
      <source>Person</source>
      <translation>人物</translation>
    </message>
    <message>
      <source>Person {number}</source>
      <translation>人物 {number}</translation>
    </message>
    <message>
      <source>Table</source>
      <translation>表格</translation>
    </message>
    <message>
      <source>The nearest</source>
      <translation>最近的人</translation>
    </message>
    <message>
      <source>What was shown here of this person, as a table (.csv) or for OpenSim (.mot)</source>
      <translation>此处显示过的此人数据，导出为表格 (.csv) 或供 OpenSim 使用 (.mot)</translation>
    </message>
  </context>
  <context>
    <name>Badge</name>
    <message>
      <source>Click to send nothing more (W)</source>
      <translation>单击停止发送 (W)</translation>
    </message>
    <message>
      <source>Left and right of this video are swapped; click to show it as it is (M)</source>
      <translation>此视频左右互换；单击以按原样显示 (M)</translation>
    </message>
    <message>
      <source>Mirrored</source>
      <translation>已镜像</translation>
    </message>
    <message>
      <source>Mirrored: show the video as it is</source>
      <translation>已镜像：按原样显示视频</translation>
    </message>
    <message>
      <source>Other programs can choose this as their camera; click to end it (V)</source>
      <translation>其他程序可将此选作摄像头；单击结束 (V)</translation>
    </message>
    <message>
      <source>Streams: send nothing more</source>
      <translation>数据流：停止发送</translation>
    </message>
    <message>
      <source>Virtual camera: end it</source>
      <translation>虚拟摄像头：结束</translation>
    </message>
  </context>
  <context>
    <name>Capture</name>
    <message>
      <source>A recording that was cut short is back: {files}.</source>
      <translation>已恢复一段中断的录制：{files}。</translation>
    </message>
    <message>
      <source>A virtual camera needs the package pyvirtualcam: {command}</source>
      <translation>虚拟摄像头需要软件包 pyvirtualcam：{command}</translation>
    </message>
    <message>
      <source>Copy the command</source>
      <translation>复制命令</translation>
    </message>
    <message>
      <source>End it</source>
      <translation>结束</translation>
    </message>
    <message>
      <source>Frames left out, because the disk or processor was too slow: {number}.</source>
      <translation>因磁盘或处理器过慢而遗漏的帧数：{number}。</translation>
    </message>
    <message>
      <source>Nothing is chosen to be recorded.</source>
      <translation>未选择要录制的内容。</translation>
    </message>
    <message>
      <source>Other folder</source>
      <translation>其他文件夹</translation>
    </message>
    <message>
      <source>Other programs see this now: choose the camera “{name}” in them.</source>
      <translation>其他程序现在能看到此画面：请在其中选择摄像头“{name}”。</translation>
    </message>
    <message>
      <source>Other programs see this now: choose the virtual camera in them.</source>
      <translation>其他程序现在能看到此画面：请在其中选择虚拟摄像头。</translation>
    </message>
    <message>
      <source>Saved {files}.</source>
      <translation>已保存：{files}。</translation>
    </message>
    <message>
      <source>Show folder</source>
      <translation>显示文件夹</translation>
    </message>
    <message>
      <source>The recording ended: {why}.</source>
      <translation>录制已结束：{why}。</translation>
    </message>
    <message>
      <source>The virtual camera broke off: {why}.</source>
      <translation>虚拟摄像头已中断：{why}。</translation>
    </message>
    <message>
      <source>The virtual camera does not work: {why}.</source>
      <translation>虚拟摄像头无法工作：{why}。</translation>
    </message>
    <message>
      <source>There is no frame yet.</source>
      <translation>还没有画面。</translation>
    </message>
    <message>
      <source>What was written until then is made whole at the next start.</source>
      <translation>在此之前写入的内容将在下次启动时修复完整。</translation>
    </message>
  </context>
  <context>
    <name>Controls</name>
    <message>
      <source>1 person</source>
      <translation>1 人</translation>
    </message>
    <message>
      <source>As the camera likes</source>
      <translation>由摄像头决定</translation>
    </message>
    <message>
      <source>Camera resolution</source>
      <translation>摄像头分辨率</translation>
    </message>
    <message>
      <source>Choose what to watch</source>
      <translation>选择来源</translation>
    </message>
    <message>
      <source>Choose what to watch; now {name}</source>
      <translation>选择来源；当前为 {name}</translation>
    </message>
    <message>
      <source>Frame {number}</source>
      <translation>第 {number} 帧</translation>
    </message>
    <message>
      <source>Frames a second, latency, people and what runs the networks</source>
      <translation>每秒帧数、延迟、人数以及运行网络的设备</translation>
    </message>
    <message>
      <source>Length of the recording</source>
      <translation>录制时长</translation>
    </message>
    <message>
      <source>No camera found</source>
      <translation>未找到摄像头</translation>
    </message>
    <message>
      <source>No source</source>
      <translation>无来源</translation>
    </message>
    <message>
      <source>Number of the frame</source>
      <translation>帧编号</translation>
    </message>
    <message>
      <source>Position in the video</source>
      <translation>视频中的位置</translation>
    </message>
    <message>
      <source>Source</source>
      <translation>来源</translation>
    </message>
    <message>
      <source>Speed</source>
      <translation>速度</translation>
    </message>
    <message>
      <source>Time in the video</source>
      <translation>视频时间</translation>
    </message>
    <message>
      <source>nobody</source>
      <translation>无人</translation>
    </message>
    <message>
      <source>{number} of {all} people</source>
      <translation>{all} 人中的 {number} 人</translation>
    </message>
    <message>
      <source>{number} people</source>
      <translation>{number} 人</translation>
    </message>
  </context>
  <context>
    <name>Dialogs</name>
    <message>
      <source>Address</source>
      <translation>地址</translation>
    </message>
    <message>
      <source>All files</source>
      <translation>所有文件</translation>
    </message>
    <message>
      <source>Folder for recordings</source>
      <translation>录制文件夹</translation>
    </message>
    <message>
      <source>Images</source>
      <translation>图片</translation>
    </message>
    <message>
      <source>Open a folder of images or videos</source>
      <translation>打开图像或视频文件夹</translation>
    </message>
    <message>
      <source>Open a video</source>
      <translation>打开视频</translation>
    </message>
    <message>
      <source>Open address</source>
      <translation>打开地址</translation>
    </message>
    <message>
      <source>The address of a network camera or a video on the web: rtsp, http, https, udp or srt.</source>
      <translation>网络摄像头或网上视频的地址：rtsp、http、https、udp 或 srt。</translation>
    </message>
    <message>
      <source>Videos</source>
      <translation>视频</translation>
    </message>
  </context>
  <context>
    <name>Drop</name>
    <message>
      <source>Add to the list</source>
      <translation>添加到列表</translation>
    </message>
    <message>
      <source>Open {name}</source>
      <translation>打开 {name}</translation>
    </message>
    <message>
      <source>Process {number} files</source>
      <translation>处理 {number} 个文件</translation>
    </message>
  </context>
  <context>
    <name>Joints</name>
    <message>
      <source>Head tilt</source>
      <translation>头部倾角</translation>
    </message>
    <message>
      <source>Left ankle</source>
      <translation>左踝</translation>
    </message>
    <message>
      <source>Left ear</source>
      <translation>左耳</translation>
    </message>
    <message>
      <source>Left elbow</source>
      <translation>左肘</translation>
    </message>
    <message>
      <source>Left eye</source>
      <translation>左眼</translation>
    </message>
    <message>
      <source>Left hip</source>
      <translation>左髋</translation>
    </message>
    <message>
      <source>Left knee</source>
      <translation>左膝</translation>
    </message>
    <message>
      <source>Left shoulder</source>
      <translation>左肩</translation>
    </message>
    <message>
      <source>Left wrist</source>
      <translation>左腕</translation>
    </message>
    <message>
      <source>Nose</source>
      <translation>鼻子</translation>
    </message>
    <message>
      <source>Right ankle</source>
      <translation>右踝</translation>
    </message>
    <message>
      <source>Right ear</source>
      <translation>右耳</translation>
    </message>
    <message>
      <source>Right elbow</source>
      <translation>右肘</translation>
    </message>
    <message>
      <source>Right eye</source>
      <translation>右眼</translation>
    </message>
    <message>
      <source>Right hip</source>
      <translation>右髋</translation>
    </message>
    <message>
      <source>Right knee</source>
      <translation>右膝</translation>
    </message>
    <message>
      <source>Right shoulder</source>
      <translation>右肩</translation>
    </message>
    <message>
      <source>Right wrist</source>
      <translation>右腕</translation>
    </message>
    <message>
      <source>Trunk tilt</source>
      <translation>躯干倾角</translation>
    </message>
  </context>
  <context>
    <name>Live</name>
    <message>
      <source>Detector runs</source>
      <translation>检测器运行</translation>
    </message>
    <message>
      <source>Dropped</source>
      <translation>丢弃</translation>
    </message>
    <message>
      <source>Frames a second</source>
      <translation>每秒帧数</translation>
    </message>
    <message>
      <source>Frames a second over the last 30 seconds</source>
      <translation>最近 30 秒的每秒帧数</translation>
    </message>
    <message>
      <source>Frames a second, 30 s</source>
      <translation>每秒帧数，30 秒</translation>
    </message>
    <message>
      <source>From the camera to this screen: half of the frames are faster than this</source>
      <translation>从摄像头到此屏幕：一半的帧比这更快</translation>
    </message>
    <message>
      <source>Latency in milliseconds over the last 30 seconds</source>
      <translation>最近 30 秒的延迟（毫秒）</translation>
    </message>
    <message>
      <source>Latency, ms</source>
      <translation>延迟（毫秒）</translation>
    </message>
    <message>
      <source>Latency, ms: half of the frames, 95 %</source>
      <translation>延迟（毫秒）：半数帧、95 %</translation>
    </message>
    <message>
      <source>On how many frames the person detector ran; in between people are followed</source>
      <translation>人物检测器在多少帧上运行；其间对人物进行跟踪</translation>
    </message>
    <message>
      <source>People</source>
      <translation>人</translation>
    </message>
    <message>
      <source>Runs on</source>
      <translation>运行于</translation>
    </message>
    <message>
      <source>Source</source>
      <translation>来源</translation>
    </message>
    <message>
      <source>Step</source>
      <translation>步骤</translation>
    </message>
    <message>
      <source>Time of each step</source>
      <translation>各步骤耗时</translation>
    </message>
    <message>
      <source>detector</source>
      <translation>检测器</translation>
    </message>
    <message>
      <source>drops</source>
      <translation>丢弃</translation>
    </message>
    <message>
      <source>p95 latency</source>
      <translation>p95 延迟</translation>
    </message>
    <message>
      <source>pose</source>
      <translation>姿态</translation>
    </message>
    <message>
      <source>smoothing</source>
      <translation>平滑</translation>
    </message>
    <message>
      <source>source</source>
      <translation>来源</translation>
    </message>
    <message>
      <source>wait</source>
      <translation>等待</translation>
    </message>
    <message>
      <source>{dropped} of {all}</source>
      <translation>{dropped} / {all}</translation>
    </message>
  </context>
  <context>
    <name>Menu</name>
    <message>
      <source>&amp;Capture</source>
      <translation>录制(&amp;C)</translation>
    </message>
    <message>
      <source>&amp;File</source>
      <translation>文件(&amp;F)</translation>
    </message>
    <message>
      <source>&amp;Help</source>
      <translation>帮助(&amp;H)</translation>
    </message>
    <message>
      <source>&amp;View</source>
      <translation>视图(&amp;V)</translation>
    </message>
    <message>
      <source>5 seconds back</source>
      <translation>后退 5 秒</translation>
    </message>
    <message>
      <source>5 seconds forward</source>
      <translation>前进 5 秒</translation>
    </message>
    <message>
      <source>About lightpose</source>
      <translation>关于 lightpose</translation>
    </message>
    <message>
      <source>Blur faces</source>
      <translation>模糊人脸</translation>
    </message>
    <message>
      <source>Boxes</source>
      <translation>边框</translation>
    </message>
    <message>
      <source>Check for updates…</source>
      <translation>检查更新…</translation>
    </message>
    <message>
      <source>Draw a region</source>
      <translation>绘制区域</translation>
    </message>
    <message>
      <source>Full screen</source>
      <translation>全屏</translation>
    </message>
    <message>
      <source>Heatmap</source>
      <translation>热图</translation>
    </message>
    <message>
      <source>IDs</source>
      <translation>编号</translation>
    </message>
    <message>
      <source>Joint angles</source>
      <translation>关节角度</translation>
    </message>
    <message>
      <source>Joint names</source>
      <translation>关节名称</translation>
    </message>
    <message>
      <source>Keyboard shortcuts</source>
      <translation>键盘快捷键</translation>
    </message>
    <message>
      <source>Live numbers</source>
      <translation>实时数据</translation>
    </message>
    <message>
      <source>Mirror</source>
      <translation>镜像</translation>
    </message>
    <message>
      <source>Next person</source>
      <translation>下一个人</translation>
    </message>
    <message>
      <source>One frame back</source>
      <translation>后退一帧</translation>
    </message>
    <message>
      <source>One frame forward</source>
      <translation>前进一帧</translation>
    </message>
    <message>
      <source>Open address…</source>
      <translation>打开地址…</translation>
    </message>
    <message>
      <source>Open folder…</source>
      <translation>打开文件夹…</translation>
    </message>
    <message>
      <source>Open video…</source>
      <translation>打开视频…</translation>
    </message>
    <message>
      <source>Pause</source>
      <translation>暂停</translation>
    </message>
    <message>
      <source>Previous person</source>
      <translation>上一个人</translation>
    </message>
    <message>
      <source>Process files…</source>
      <translation>处理文件…</translation>
    </message>
    <message>
      <source>Quit</source>
      <translation>退出</translation>
    </message>
    <message>
      <source>Record</source>
      <translation>录制</translation>
    </message>
    <message>
      <source>Screen</source>
      <translation>屏幕</translation>
    </message>
    <message>
      <source>Send to streams</source>
      <translation>发送到数据流</translation>
    </message>
    <message>
      <source>Settings</source>
      <translation>设置</translation>
    </message>
    <message>
      <source>Show everyone</source>
      <translation>显示所有人</translation>
    </message>
    <message>
      <source>Show recordings</source>
      <translation>显示录制</translation>
    </message>
    <message>
      <source>Side panel</source>
      <translation>侧边栏</translation>
    </message>
    <message>
      <source>Skeleton</source>
      <translation>骨架</translation>
    </message>
    <message>
      <source>Snapshot</source>
      <translation>快照</translation>
    </message>
    <message>
      <source>Streams…</source>
      <translation>数据流…</translation>
    </message>
    <message>
      <source>Test image</source>
      <translation>测试画面</translation>
    </message>
    <message>
      <source>Trails</source>
      <translation>轨迹</translation>
    </message>
    <message>
      <source>View options</source>
      <translation>视图选项</translation>
    </message>
    <message>
      <source>Virtual camera</source>
      <translation>虚拟摄像头</translation>
    </message>
    <message>
      <source>Whole image</source>
      <translation>整个画面</translation>
    </message>
    <message>
      <source>it is a single image</source>
      <translation>这是单张图片</translation>
    </message>
    <message>
      <source>nothing is playing</source>
      <translation>没有正在播放的内容</translation>
    </message>
    <message>
      <source>one cannot jump in this video</source>
      <translation>此视频无法跳转</translation>
    </message>
    <message>
      <source>only in recorded videos</source>
      <translation>仅适用于已录制的视频</translation>
    </message>
    <message>
      <source>there is no image yet</source>
      <translation>尚无图像</translation>
    </message>
  </context>
  <context>
    <name>Notices</name>
    <message>
      <source>A folder of videos</source>
      <translation>视频文件夹</translation>
    </message>
    <message>
      <source>Accelerator not available</source>
      <translation>加速器不可用</translation>
    </message>
    <message>
      <source>All settings are as they were at the first start.</source>
      <translation>所有设置已恢复到首次启动时的状态。</translation>
    </message>
    <message>
      <source>Camera busy</source>
      <translation>摄像头被占用</translation>
    </message>
    <message>
      <source>Camera lost</source>
      <translation>摄像头断开</translation>
    </message>
    <message>
      <source>Camera not allowed</source>
      <translation>无权使用摄像头</translation>
    </message>
    <message>
      <source>Dismiss</source>
      <translation>关闭</translation>
    </message>
    <message>
      <source>It did not start</source>
      <translation>未能启动</translation>
    </message>
    <message>
      <source>Loading the networks and opening the source.</source>
      <translation>正在加载网络并打开来源。</translation>
    </message>
    <message>
      <source>Look harder</source>
      <translation>仔细查找</translation>
    </message>
    <message>
      <source>No camera found</source>
      <translation>未找到摄像头</translation>
    </message>
    <message>
      <source>No image from the camera</source>
      <translation>摄像头没有图像</translation>
    </message>
    <message>
      <source>Nobody in view. Step back until your shoulders are in the image, or look for people less strictly.</source>
      <translation>画面中没有人。请后退直到肩部进入画面，或放宽搜索条件。</translation>
    </message>
    <message>
      <source>Nobody was found for some seconds. People can be looked for less strictly.</source>
      <translation>几秒内未找到任何人。可以放宽查找条件。</translation>
    </message>
    <message>
      <source>Only {fps} frames a second on this machine. A smaller image and fewer detector runs help.</source>
      <translation>此计算机每秒只能处理 {fps} 帧。减小画面并减少检测器运行会有帮助。</translation>
    </message>
    <message>
      <source>Only {fps} frames a second on this machine. Fewer detector runs help.</source>
      <translation>此计算机每秒只能处理 {fps} 帧。减少检测器运行会有帮助。</translation>
    </message>
    <message>
      <source>Open a video…</source>
      <translation>打开视频…</translation>
    </message>
    <message>
      <source>Open another…</source>
      <translation>打开其他…</translation>
    </message>
    <message>
      <source>Open one…</source>
      <translation>打开一个…</translation>
    </message>
    <message>
      <source>Other address…</source>
      <translation>其他地址…</translation>
    </message>
    <message>
      <source>Other source</source>
      <translation>其他来源</translation>
    </message>
    <message>
      <source>Play again</source>
      <translation>重新播放</translation>
    </message>
    <message>
      <source>Plug in a camera and it starts by itself; or open a video.</source>
      <translation>插上摄像头即会自动开始；或打开一个视频。</translation>
    </message>
    <message>
      <source>Process them…</source>
      <translation>处理…</translation>
    </message>
    <message>
      <source>Recordings and snapshots are in {folder}.</source>
      <translation>录制和快照位于 {folder}。</translation>
    </message>
    <message>
      <source>Settings</source>
      <translation>设置</translation>
    </message>
    <message>
      <source>Show everyone</source>
      <translation>显示所有人</translation>
    </message>
    <message>
      <source>Something broke</source>
      <translation>出现故障</translation>
    </message>
    <message>
      <source>Start again</source>
      <translation>重新开始</translation>
    </message>
    <message>
      <source>Starting</source>
      <translation>正在启动</translation>
    </message>
    <message>
      <source>Still no camera found</source>
      <translation>仍未找到摄像头</translation>
    </message>
    <message>
      <source>Stream lost</source>
      <translation>视频流中断</translation>
    </message>
    <message>
      <source>Stream not available</source>
      <translation>视频流不可用</translation>
    </message>
    <message>
      <source>Test image</source>
      <translation>测试画面</translation>
    </message>
    <message>
      <source>That was the last image.</source>
      <translation>这是最后一张图像。</translation>
    </message>
    <message>
      <source>The language changes when lightpose is started again.</source>
      <translation>语言将在重新启动 lightpose 后更改。</translation>
    </message>
    <message>
      <source>The networks cannot be loaded</source>
      <translation>无法加载网络</translation>
    </message>
    <message>
      <source>The processor can do it too.</source>
      <translation>处理器也可以完成。</translation>
    </message>
    <message>
      <source>The step “{stage}” failed. Starting again usually helps.</source>
      <translation>步骤“{stage}”失败。重新开始通常有效。</translation>
    </message>
    <message>
      <source>The video has ended.</source>
      <translation>视频已结束。</translation>
    </message>
    <message>
      <source>There are people, but not who was chosen.</source>
      <translation>画面中有人，但不是所选的人。</translation>
    </message>
    <message>
      <source>This cannot be played</source>
      <translation>无法播放</translation>
    </message>
    <message>
      <source>Try again</source>
      <translation>重试</translation>
    </message>
    <message>
      <source>Try now</source>
      <translation>立即尝试</translation>
    </message>
    <message>
      <source>Undo</source>
      <translation>撤销</translation>
    </message>
    <message>
      <source>Use lighter settings</source>
      <translation>使用轻量设置</translation>
    </message>
    <message>
      <source>Use the bundled networks</source>
      <translation>使用自带网络</translation>
    </message>
    <message>
      <source>Use the processor</source>
      <translation>使用处理器</translation>
    </message>
    <message>
      <source>Who was chosen would be outside of the picture.</source>
      <translation>所选位置在画面之外。</translation>
    </message>
    <message>
      <source>{name} cannot be opened, most likely because another program uses it. Close that one, then try again.</source>
      <translation>无法打开 {name}，很可能正被其他程序占用。请关闭该程序后重试。</translation>
    </message>
    <message>
      <source>{name} holds a video and no images.</source>
      <translation>{name} 中有一个视频，没有图像。</translation>
    </message>
    <message>
      <source>{name} holds {number} videos and no images.</source>
      <translation>{name} 中有 {number} 个视频，没有图像。</translation>
    </message>
    <message>
      <source>{name} is there but sends nothing. Plug it out and in again, or close what else uses it.</source>
      <translation>{name} 已连接但没有数据。请重新插拔，或关闭占用它的程序。</translation>
    </message>
    <message>
      <source>{name} is there, but this program may not use it. Allow it, then try again.</source>
      <translation>{name} 已连接，但本程序无权使用。请授权后重试。</translation>
    </message>
    <message>
      <source>{name} stopped delivering images. Plug it in again: it goes on by itself.</source>
      <translation>{name} 不再提供图像。重新插上后会自动继续。</translation>
    </message>
    <message>
      <source>{name} stopped sending. Trying again until it is back.</source>
      <translation>{name} 已停止发送。正在重试，直到恢复。</translation>
    </message>
  </context>
  <context>
    <name>Panel</name>
    <message>
      <source>Angles</source>
      <translation>角度</translation>
    </message>
    <message>
      <source>Live</source>
      <translation>实时</translation>
    </message>
    <message>
      <source>Page {title}</source>
      <translation>{title} 页</translation>
    </message>
    <message>
      <source>Settings</source>
      <translation>设置</translation>
    </message>
    <message>
      <source>View</source>
      <translation>视图</translation>
    </message>
  </context>
  <context>
    <name>People</name>
    <message>
      <source>Draw a region</source>
      <translation>绘制区域</translation>
    </message>
    <message>
      <source>Everyone</source>
      <translation>所有人</translation>
    </message>
    <message>
      <source>How many</source>
      <translation>人数</translation>
    </message>
    <message>
      <source>One person</source>
      <translation>一个人</translation>
    </message>
    <message>
      <source>Only people in a part of the image; drag over it with the mouse (G)</source>
      <translation>仅画面某一部分中的人；用鼠标拖动选取 (G)</translation>
    </message>
    <message>
      <source>Only person {number}</source>
      <translation>仅第 {number} 人</translation>
    </message>
    <message>
      <source>Record everyone</source>
      <translation>录制所有人</translation>
    </message>
    <message>
      <source>Recordings hold all people, whoever is shown</source>
      <translation>无论显示谁，录制内容都包含所有人</translation>
    </message>
    <message>
      <source>Region</source>
      <translation>区域</translation>
    </message>
    <message>
      <source>Show everyone</source>
      <translation>显示所有人</translation>
    </message>
    <message>
      <source>The largest</source>
      <translation>最大的人</translation>
    </message>
    <message>
      <source>The largest few</source>
      <translation>最大的几个人</translation>
    </message>
    <message>
      <source>The most central</source>
      <translation>最居中的人</translation>
    </message>
    <message>
      <source>Who is shown</source>
      <translation>显示谁</translation>
    </message>
    <message>
      <source>Whole image</source>
      <translation>整个画面</translation>
    </message>
  </context>
  <context>
    <name>Process</name>
    <message>
      <source>1: all frames; 2: every second one</source>
      <translation>1：每一帧；2：每隔一帧</translation>
    </message>
    <message>
      <source>A person's number needs people who are followed.</source>
      <translation>按编号选择人物需要开启人物跟踪。</translation>
    </message>
    <message>
      <source>Accuracy</source>
      <translation>精度</translation>
    </message>
    <message>
      <source>Add address…</source>
      <translation>添加地址…</translation>
    </message>
    <message>
      <source>Add files…</source>
      <translation>添加文件…</translation>
    </message>
    <message>
      <source>All people</source>
      <translation>所有人</translation>
    </message>
    <message>
      <source>Angles (CSV)</source>
      <translation>角度 (CSV)</translation>
    </message>
    <message>
      <source>Annotated video</source>
      <translation>带骨架的视频</translation>
    </message>
    <message>
      <source>As in the video</source>
      <translation>以视频中显示的为准</translation>
    </message>
    <message>
      <source>At a time</source>
      <translation>同时处理</translation>
    </message>
    <message>
      <source>At most</source>
      <translation>最多</translation>
    </message>
    <message>
      <source>At most so long; what is live needs it. Seconds, or h:mm:ss</source>
      <translation>最长处理的时长；直播来源必须填写。秒，或 h:mm:ss</translation>
    </message>
    <message>
      <source>Background</source>
      <translation>背景</translation>
    </message>
    <message>
      <source>Beside each file</source>
      <translation>与原文件同一位置</translation>
    </message>
    <message>
      <source>Best accuracy</source>
      <translation>最高精度</translation>
    </message>
    <message>
      <source>Black</source>
      <translation>黑色</translation>
    </message>
    <message>
      <source>Blurred</source>
      <translation>模糊</translation>
    </message>
    <message>
      <source>CRF: lower is better and larger</source>
      <translation>CRF：越小画质越好、文件越大</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>取消</translation>
    </message>
    <message>
      <source>Cancelled</source>
      <translation>已取消</translation>
    </message>
    <message>
      <source>Carry the sound over</source>
      <translation>保留声音</translation>
    </message>
    <message>
      <source>Coding</source>
      <translation>编码</translation>
    </message>
    <message>
      <source>Detector on every frame, in two sizes; mirrored crops too; broken tracks joined. Slow.</source>
      <translation>每帧都以两种尺寸检测；同时使用镜像裁剪；合并中断的轨迹。较慢。</translation>
    </message>
    <message>
      <source>Done</source>
      <translation>完成</translation>
    </message>
    <message>
      <source>Done before</source>
      <translation>此前已完成</translation>
    </message>
    <message>
      <source>Drop videos or folders of videos here, or add them below.</source>
      <translation>将视频或视频文件夹拖到这里，或在下方添加。</translation>
    </message>
    <message>
      <source>Duration</source>
      <translation>时长</translation>
    </message>
    <message>
      <source>End</source>
      <translation>结束</translation>
    </message>
    <message>
      <source>Every so many frames</source>
      <translation>每隔多少帧</translation>
    </message>
    <message>
      <source>Everyone</source>
      <translation>所有人</translation>
    </message>
    <message>
      <source>Failed: {why}</source>
      <translation>失败：{why}</translation>
    </message>
    <message>
      <source>File</source>
      <translation>文件</translation>
    </message>
    <message>
      <source>Files</source>
      <translation>文件</translation>
    </message>
    <message>
      <source>Folder for the results</source>
      <translation>结果文件夹</translation>
    </message>
    <message>
      <source>Follow people</source>
      <translation>跟踪人物</translation>
    </message>
    <message>
      <source>From</source>
      <translation>从</translation>
    </message>
    <message>
      <source>Height</source>
      <translation>高度</translation>
    </message>
    <message>
      <source>Height of the person</source>
      <translation>人物身高</translation>
    </message>
    <message>
      <source>Height of the video</source>
      <translation>视频高度</translation>
    </message>
    <message>
      <source>How many recordings are processed side by side</source>
      <translation>同时处理多少个视频</translation>
    </message>
    <message>
      <source>Image</source>
      <translation>原图像</translation>
    </message>
    <message>
      <source>Into {folder}</source>
      <translation>存到 {folder}</translation>
    </message>
    <message>
      <source>Keypoints: {format}</source>
      <translation>关键点：{format}</translation>
    </message>
    <message>
      <source>Largest people</source>
      <translation>最大的人物</translation>
    </message>
    <message>
      <source>Least score of a person</source>
      <translation>人物的最低分数</translation>
    </message>
    <message>
      <source>Leave out people the detector is less sure of</source>
      <translation>忽略检测器不太确定的人物</translation>
    </message>
    <message>
      <source>Leave out recordings whose results are whole and were made with these options</source>
      <translation>跳过以相同选项完整处理过的视频</translation>
    </message>
    <message>
      <source>Look for people in one size of each image</source>
      <translation>以一种尺寸在每帧中查找人物</translation>
    </message>
    <message>
      <source>Look for people in two sizes of each image, which finds more</source>
      <translation>以两种尺寸在每帧中查找，能找到更多人</translation>
    </message>
    <message>
      <source>Metres, of the person seen longest: for OpenSim TRC</source>
      <translation>出现最久的人的身高（米），用于 OpenSim TRC</translation>
    </message>
    <message>
      <source>Normal accuracy</source>
      <translation>普通精度</translation>
    </message>
    <message>
      <source>Number of the person</source>
      <translation>人物编号</translation>
    </message>
    <message>
      <source>Number …</source>
      <translation>编号 …</translation>
    </message>
    <message>
      <source>One frame of</source>
      <translation>每几帧取一帧</translation>
    </message>
    <message>
      <source>Only the largest so many people</source>
      <translation>只保留最大的若干人</translation>
    </message>
    <message>
      <source>Only who is in this part of the image, in pixels</source>
      <translation>只保留图像此区域内的人（像素）</translation>
    </message>
    <message>
      <source>Open result</source>
      <translation>打开结果</translation>
    </message>
    <message>
      <source>Part</source>
      <translation>片段</translation>
    </message>
    <message>
      <source>People</source>
      <translation>人物</translation>
    </message>
    <message>
      <source>People keep their numbers; off: each frame by itself</source>
      <translation>人物保持编号；关闭则逐帧独立处理</translation>
    </message>
    <message>
      <source>Person</source>
      <translation>人物</translation>
    </message>
    <message>
      <source>Person's height (m)</source>
      <translation>身高（米）</translation>
    </message>
    <message>
      <source>Pixels</source>
      <translation>像素</translation>
    </message>
    <message>
      <source>Plays everywhere</source>
      <translation>到处可播放</translation>
    </message>
    <message>
      <source>Process files</source>
      <translation>处理文件</translation>
    </message>
    <message>
      <source>Progress</source>
      <translation>进度</translation>
    </message>
    <message>
      <source>Progress of {file}</source>
      <translation>{file} 的进度</translation>
    </message>
    <message>
      <source>Quality</source>
      <translation>质量</translation>
    </message>
    <message>
      <source>Recordings at a time</source>
      <translation>同时处理的视频数</translation>
    </message>
    <message>
      <source>Region</source>
      <translation>区域</translation>
    </message>
    <message>
      <source>Remove</source>
      <translation>移除</translation>
    </message>
    <message>
      <source>Remove the jitter of the joints, without any lag</source>
      <translation>去除关节抖动，无延迟</translation>
    </message>
    <message>
      <source>Results</source>
      <translation>结果</translation>
    </message>
    <message>
      <source>Score from</source>
      <translation>最低分数</translation>
    </message>
    <message>
      <source>Seconds, or h:mm:ss</source>
      <translation>秒，或 h:mm:ss</translation>
    </message>
    <message>
      <source>Skeletons alone, for editing programs</source>
      <translation>只有骨架，用于剪辑软件</translation>
    </message>
    <message>
      <source>Skeletons on black</source>
      <translation>黑底骨架</translation>
    </message>
    <message>
      <source>Skip what is done</source>
      <translation>跳过已完成的</translation>
    </message>
    <message>
      <source>Smaller</source>
      <translation>更小</translation>
    </message>
    <message>
      <source>Smaller still, slower</source>
      <translation>更小但更慢</translation>
    </message>
    <message>
      <source>Sound</source>
      <translation>声音</translation>
    </message>
    <message>
      <source>Start</source>
      <translation>开始</translation>
    </message>
    <message>
      <source>State</source>
      <translation>状态</translation>
    </message>
    <message>
      <source>Steady joints</source>
      <translation>稳定关节</translation>
    </message>
    <message>
      <source>The image made unrecognisable</source>
      <translation>图像被模糊到无法辨认</translation>
    </message>
    <message>
      <source>The largest</source>
      <translation>最大的</translation>
    </message>
    <message>
      <source>The most central</source>
      <translation>最居中的</translation>
    </message>
    <message>
      <source>The person nearest to the centre</source>
      <translation>离中心最近的人</translation>
    </message>
    <message>
      <source>The person with the largest box</source>
      <translation>方框最大的人</translation>
    </message>
    <message>
      <source>The person with this number</source>
      <translation>具有此编号的人</translation>
    </message>
    <message>
      <source>The recording itself</source>
      <translation>视频本身</translation>
    </message>
    <message>
      <source>To</source>
      <translation>到</translation>
    </message>
    <message>
      <source>Transparent (.mov)</source>
      <translation>透明 (.mov)</translation>
    </message>
    <message>
      <source>Two sizes</source>
      <translation>两种尺寸</translation>
    </message>
    <message>
      <source>Video</source>
      <translation>视频</translation>
    </message>
    <message>
      <source>Video stream</source>
      <translation>视频流</translation>
    </message>
    <message>
      <source>Videos to process</source>
      <translation>要处理的视频</translation>
    </message>
    <message>
      <source>Waiting</source>
      <translation>等待中</translation>
    </message>
    <message>
      <source>Where the results go</source>
      <translation>结果保存位置</translation>
    </message>
    <message>
      <source>Which video of a file with several, as ffprobe counts</source>
      <translation>文件含多个视频时选哪一个（按 ffprobe 编号）</translation>
    </message>
    <message>
      <source>Working</source>
      <translation>处理中</translation>
    </message>
    <message>
      <source>Write the video with the skeletons drawn into it</source>
      <translation>写出画有骨架的视频</translation>
    </message>
    <message>
      <source>all</source>
      <translation>全部</translation>
    </message>
    <message>
      <source>as in the window</source>
      <translation>与窗口相同</translation>
    </message>
    <message>
      <source>as recorded</source>
      <translation>与原视频相同</translation>
    </message>
    <message>
      <source>end</source>
      <translation>结尾</translation>
    </message>
    <message>
      <source>everyone</source>
      <translation>所有人</translation>
    </message>
    <message>
      <source>main</source>
      <translation>主要</translation>
    </message>
    <message>
      <source>unknown</source>
      <translation>未知</translation>
    </message>
    <message>
      <source>x,y,width,height</source>
      <translation>x,y,宽,高</translation>
    </message>
    <message>
      <source>{address} has no end: give a duration on the page Part.</source>
      <translation>{address} 没有结尾：请在“片段”页面填写时长。</translation>
    </message>
    <message>
      <source>{count} left out</source>
      <translation>忽略 {count} 个</translation>
    </message>
    <message>
      <source>{fps} frames/s</source>
      <translation>{fps} 帧/秒</translation>
    </message>
    <message>
      <source>{fps} frames/s, {time} left</source>
      <translation>{fps} 帧/秒，剩余 {time}</translation>
    </message>
    <message>
      <source>{frames} frames in {time}</source>
      <translation>{frames} 帧，用时 {time}</translation>
    </message>
    <message>
      <source>{ready} of {all} done</source>
      <translation>已完成 {ready}/{all}</translation>
    </message>
    <message>
      <source>{title} page</source>
      <translation>{title}页</translation>
    </message>
  </context>
  <context>
    <name>QAbstractFileIconProvider</name>
    <message>
      <source>%1 File</source>
      <translation>%1 文件</translation>
    </message>
    <message>
      <source>Drive</source>
      <translation>驱动器</translation>
    </message>
    <message>
      <source>File</source>
      <translation>文件</translation>
    </message>
    <message>
      <source>Folder</source>
      <translation>文件夹</translation>
    </message>
  </context>
  <context>
    <name>Reasons</name>
    <message>
      <source>'{text}' is no duration; it must be above 0</source>
      <translation>“{text}”不是时长；必须大于 0</translation>
    </message>
    <message>
      <source>'{text}' is no region; write x,y,width,height in pixels, such as 0,0,320,240, or in percent, such as 25%,0,50%,100%</source>
      <translation>“{text}”不是区域；请以像素填写 x,y,宽,高，例如 0,0,320,240，或以百分比填写，例如 25%,0,50%,100%</translation>
    </message>
    <message>
      <source>'{text}' is no time; write seconds (90.5) or h:mm:ss (0:01:30.5)</source>
      <translation>“{text}”不是时间；请填写秒数（90.5）或 h:mm:ss（0:01:30.5）</translation>
    </message>
    <message>
      <source>Address already in use</source>
      <translation>地址已被占用</translation>
    </message>
    <message>
      <source>Cannot assign requested address</source>
      <translation>此计算机没有该地址</translation>
    </message>
    <message>
      <source>Connection refused</source>
      <translation>连接被拒绝</translation>
    </message>
    <message>
      <source>Connection timed out</source>
      <translation>连接超时</translation>
    </message>
    <message>
      <source>Input/output error</source>
      <translation>设备读写出错</translation>
    </message>
    <message>
      <source>Invalid data found when processing input</source>
      <translation>数据无效</translation>
    </message>
    <message>
      <source>Is a directory</source>
      <translation>这是一个文件夹</translation>
    </message>
    <message>
      <source>Name or service not known</source>
      <translation>名称未知</translation>
    </message>
    <message>
      <source>Network is unreachable</source>
      <translation>网络不可达</translation>
    </message>
    <message>
      <source>No route to host</source>
      <translation>无法到达该主机</translation>
    </message>
    <message>
      <source>No space left on device</source>
      <translation>磁盘空间不足</translation>
    </message>
    <message>
      <source>No such device</source>
      <translation>设备已不存在</translation>
    </message>
    <message>
      <source>No such file or directory</source>
      <translation>文件或文件夹不存在</translation>
    </message>
    <message>
      <source>Not a directory</source>
      <translation>这不是文件夹</translation>
    </message>
    <message>
      <source>Permission denied</source>
      <translation>没有权限</translation>
    </message>
    <message>
      <source>Read-only file system</source>
      <translation>磁盘为只读</translation>
    </message>
    <message>
      <source>Temporary failure in name resolution</source>
      <translation>暂时无法解析该名称</translation>
    </message>
    <message>
      <source>a link to a folder</source>
      <translation>指向文件夹的链接</translation>
    </message>
    <message>
      <source>a region needs a width and a height above 0</source>
      <translation>区域的宽和高必须大于 0</translation>
    </message>
    <message>
      <source>an image in a folder of videos</source>
      <translation>视频文件夹中的图片</translation>
    </message>
    <message>
      <source>an unfinished result</source>
      <translation>未完成的结果</translation>
    </message>
    <message>
      <source>another program uses the virtual camera, or it may not be written to</source>
      <translation>其他程序正在使用虚拟摄像头，或不允许写入</translation>
    </message>
    <message>
      <source>cannot listen at {address}: {why}</source>
      <translation>无法在 {address} 监听：{why}</translation>
    </message>
    <message>
      <source>cannot record into {folder}: {why}</source>
      <translation>无法录制到 {folder}：{why}</translation>
    </message>
    <message>
      <source>cannot send to {address}: others in the network could read it; add a token, such as {token}</source>
      <translation>无法发送到 {address}：网络中的其他人可能读取；请添加令牌，例如 {token}</translation>
    </message>
    <message>
      <source>cannot send to {address}: unknown kind {kind}, use one of {kinds}</source>
      <translation>无法发送到 {address}：未知类型 {kind}，可用：{kinds}</translation>
    </message>
    <message>
      <source>cannot send to {address}: {why}</source>
      <translation>无法发送到 {address}：{why}</translation>
    </message>
    <message>
      <source>cannot write {path}: {why}</source>
      <translation>无法写入 {path}：{why}</translation>
    </message>
    <message>
      <source>from {start} s to {end} s is no span; the end must come after the start</source>
      <translation>从 {start} 秒到 {end} 秒不是一段；结束必须在开始之后</translation>
    </message>
    <message>
      <source>hidden</source>
      <translation>隐藏</translation>
    </message>
    <message>
      <source>it does not answer; check the address and the network</source>
      <translation>无应答；请检查地址和网络</translation>
    </message>
    <message>
      <source>it is a folder</source>
      <translation>这是一个文件夹</translation>
    </message>
    <message>
      <source>not a video</source>
      <translation>不是视频</translation>
    </message>
    <message>
      <source>the driver of the virtual camera does not answer</source>
      <translation>虚拟摄像头的驱动程序没有响应</translation>
    </message>
    <message>
      <source>the file is there and read-only</source>
      <translation>文件已存在且为只读</translation>
    </message>
    <message>
      <source>the folder {path} does not exist</source>
      <translation>文件夹 {path} 不存在</translation>
    </message>
    <message>
      <source>the screen as a source needs the package mss: pip install "lightpose[screen]"</source>
      <translation>以屏幕为来源需要软件包 mss：pip install "lightpose[screen]"</translation>
    </message>
    <message>
      <source>the screen cannot be read: {why}</source>
      <translation>无法读取屏幕：{why}</translation>
    </message>
    <message>
      <source>the size of the frames changed</source>
      <translation>画面尺寸已改变</translation>
    </message>
    <message>
      <source>there is no virtual camera device: install v4l2loopback-dkms, then modprobe v4l2loopback exclusive_caps=1</source>
      <translation>没有虚拟摄像头设备：请安装 v4l2loopback-dkms，然后运行 modprobe v4l2loopback exclusive_caps=1</translation>
    </message>
    <message>
      <source>there is no virtual camera: install OBS, start its virtual camera once and allow it in the system settings</source>
      <translation>没有虚拟摄像头：请安装 OBS，启动一次其虚拟摄像头，并在系统设置中允许</translation>
    </message>
    <message>
      <source>there is no virtual camera: install OBS, which brings one</source>
      <translation>没有虚拟摄像头：请安装自带虚拟摄像头的 OBS</translation>
    </message>
    <message>
      <source>timed out</source>
      <translation>等待应答超时</translation>
    </message>
    <message>
      <source>{host} did not answer: {why}</source>
      <translation>{host} 没有应答：{why}</translation>
    </message>
    <message>
      <source>{host} names no release</source>
      <translation>{host} 未给出任何版本</translation>
    </message>
    <message>
      <source>{kind}:// needs {package}, which is not installed: {command}</source>
      <translation>{kind}:// 需要尚未安装的 {package}：{command}</translation>
    </message>
    <message>
      <source>{message}</source>
      <translation>错误信息为“{message}”</translation>
    </message>
    <message>
      <source>{name} does not answer</source>
      <translation>{name} 没有响应</translation>
    </message>
    <message>
      <source>{name} gives no pictures</source>
      <translation>{name} 没有图像</translation>
    </message>
    <message>
      <source>{name} is {length} s long; there is nothing at {seconds} s</source>
      <translation>{name} 长 {length} 秒；{seconds} 秒处没有内容</translation>
    </message>
    <message>
      <source>{path} cannot be opened: {why}</source>
      <translation>无法打开 {path}：{why}</translation>
    </message>
    <message>
      <source>{path} cannot be read as a picture: {why}</source>
      <translation>{path} 无法作为图片读取：{why}</translation>
    </message>
    <message>
      <source>{path} cannot be read as a video: {why}</source>
      <translation>无法将 {path} 读取为视频：{why}</translation>
    </message>
    <message>
      <source>{path} does not exist</source>
      <translation>{path} 不存在</translation>
    </message>
    <message>
      <source>{path} ends before {seconds} s</source>
      <translation>{path} 在 {seconds} 秒之前结束</translation>
    </message>
    <message>
      <source>{path} has no video stream {number}; its video streams: {numbers}</source>
      <translation>{path} 没有视频流 {number}；它的视频流：{numbers}</translation>
    </message>
    <message>
      <source>{path} holds no frame that can be decoded</source>
      <translation>{path} 中没有可以解码的画面</translation>
    </message>
    <message>
      <source>{path} holds no pictures</source>
      <translation>{path} 中没有图像</translation>
    </message>
    <message>
      <source>{path} holds no pictures; left out: {others}</source>
      <translation>{path} 中没有图像；已忽略：{others}</translation>
    </message>
    <message>
      <source>{path} holds no video</source>
      <translation>{path} 中没有视频</translation>
    </message>
    <message>
      <source>{path} holds no video, only sound</source>
      <translation>{path} 中没有视频，只有声音</translation>
    </message>
    <message>
      <source>{path} holds no videos and no pictures</source>
      <translation>{path} 中没有视频也没有图像</translation>
    </message>
    <message>
      <source>{path} is a folder, not a video file</source>
      <translation>{path} 是文件夹，不是视频文件</translation>
    </message>
    <message>
      <source>{path} is a pipe or a device, not a file; write it to a file first</source>
      <translation>{path} 是管道或设备，不是文件；请先将其写入文件</translation>
    </message>
    <message>
      <source>{path} is coded in a way this build of FFmpeg cannot decode</source>
      <translation>{path} 的编码方式无法用此版本的 FFmpeg 解码</translation>
    </message>
    <message>
      <source>{path} is empty (0 bytes)</source>
      <translation>{path} 为空（0 字节）</translation>
    </message>
    <message>
      <source>{path} was cut off: it ends after {frames} frames</source>
      <translation>{path} 被截断：在 {frames} 帧后结束</translation>
    </message>
    <message>
      <source>{path}: no such model file</source>
      <translation>{path}：没有此模型文件</translation>
    </message>
    <message>
      <source>{path}: there are no such pictures</source>
      <translation>{path}：没有这样的图像</translation>
    </message>
  </context>
  <context>
    <name>Settings</name>
    <message>
      <source>As the system</source>
      <translation>跟随系统</translation>
    </message>
    <message>
      <source>Automatic</source>
      <translation>自动</translation>
    </message>
    <message>
      <source>Bundled</source>
      <translation>自带</translation>
    </message>
    <message>
      <source>Camera</source>
      <translation>摄像头</translation>
    </message>
    <message>
      <source>Choose a file…</source>
      <translation>选择文件…</translation>
    </message>
    <message>
      <source>Dark</source>
      <translation>深色</translation>
    </message>
    <message>
      <source>Detector runs</source>
      <translation>检测器运行</translation>
    </message>
    <message>
      <source>Every frame</source>
      <translation>每一帧</translation>
    </message>
    <message>
      <source>Every {seconds} s</source>
      <translation>每 {seconds} 秒</translation>
    </message>
    <message>
      <source>Finding people</source>
      <translation>查找人物</translation>
    </message>
    <message>
      <source>Folder</source>
      <translation>文件夹</translation>
    </message>
    <message>
      <source>Folder of the recordings</source>
      <translation>录制文件夹</translation>
    </message>
    <message>
      <source>Keypoint file</source>
      <translation>关键点文件</translation>
    </message>
    <message>
      <source>Language</source>
      <translation>语言</translation>
    </message>
    <message>
      <source>Least certainty</source>
      <translation>最低置信度</translation>
    </message>
    <message>
      <source>Light</source>
      <translation>浅色</translation>
    </message>
    <message>
      <source>Networks</source>
      <translation>网络</translation>
    </message>
    <message>
      <source>No bundled networks are installed.</source>
      <translation>未安装自带网络。</translation>
    </message>
    <message>
      <source>None</source>
      <translation>无</translation>
    </message>
    <message>
      <source>Of a camera, draw joints where they are by now, on the newest image</source>
      <translation>对摄像头，在最新画面上将关节画在此刻所在的位置</translation>
    </message>
    <message>
      <source>Off</source>
      <translation>关</translation>
    </message>
    <message>
      <source>Person detector</source>
      <translation>人物检测器</translation>
    </message>
    <message>
      <source>Pose network</source>
      <translation>姿态网络</translation>
    </message>
    <message>
      <source>Precision</source>
      <translation>精度</translation>
    </message>
    <message>
      <source>Predict joints</source>
      <translation>预测关节</translation>
    </message>
    <message>
      <source>Processor</source>
      <translation>处理器</translation>
    </message>
    <message>
      <source>Processor threads</source>
      <translation>处理器线程</translation>
    </message>
    <message>
      <source>Recording</source>
      <translation>录制</translation>
    </message>
    <message>
      <source>Reset all settings</source>
      <translation>重置所有设置</translation>
    </message>
    <message>
      <source>Resolution</source>
      <translation>分辨率</translation>
    </message>
    <message>
      <source>Runs on</source>
      <translation>运行于</translation>
    </message>
    <message>
      <source>Smoothing</source>
      <translation>平滑</translation>
    </message>
    <message>
      <source>Theme</source>
      <translation>主题</translation>
    </message>
    <message>
      <source>Video as it came</source>
      <translation>原始视频</translation>
    </message>
    <message>
      <source>Video with skeletons</source>
      <translation>带骨架的视频</translation>
    </message>
    <message>
      <source>Where recordings and snapshots go</source>
      <translation>录制和快照的保存位置</translation>
    </message>
    <message>
      <source>Window</source>
      <translation>窗口</translation>
    </message>
    <message>
      <source>{network}: choose an ONNX file</source>
      <translation>{network}：选择 ONNX 文件</translation>
    </message>
  </context>
  <context>
    <name>Streams</name>
    <message>
      <source>1 reader</source>
      <translation>1 个读取者</translation>
    </message>
    <message>
      <source>Add</source>
      <translation>添加</translation>
    </message>
    <message>
      <source>Address</source>
      <translation>地址</translation>
    </message>
    <message>
      <source>Addresses</source>
      <translation>地址</translation>
    </message>
    <message>
      <source>Computer</source>
      <translation>计算机</translation>
    </message>
    <message>
      <source>Computers in the network can read it if they know the token.</source>
      <translation>网络中知道令牌的计算机可以读取。</translation>
    </message>
    <message>
      <source>Copied. In OBS: add a browser source and paste it as its address.</source>
      <translation>已复制。在 OBS 中添加浏览器源并粘贴为其地址。</translation>
    </message>
    <message>
      <source>Copy page address</source>
      <translation>复制页面地址</translation>
    </message>
    <message>
      <source>For a browser on this computer, or for a browser source of OBS</source>
      <translation>用于此计算机上的浏览器或 OBS 的浏览器源</translation>
    </message>
    <message>
      <source>In the browser, the people as they are sent</source>
      <translation>在浏览器中查看发送的人物</translation>
    </message>
    <message>
      <source>Kind</source>
      <translation>类型</translation>
    </message>
    <message>
      <source>Left out</source>
      <translation>已略过</translation>
    </message>
    <message>
      <source>Nothing is sent yet. Add an address below.</source>
      <translation>尚未发送任何内容。请在下方添加地址。</translation>
    </message>
    <message>
      <source>Only a WebSocket that listens has a page</source>
      <translation>只有正在监听的 WebSocket 才有页面</translation>
    </message>
    <message>
      <source>Open page</source>
      <translation>打开页面</translation>
    </message>
    <message>
      <source>Port</source>
      <translation>端口</translation>
    </message>
    <message>
      <source>Programs on this computer can read it. 0.0.0.0 lets in all computers that know the token.</source>
      <translation>此计算机上的程序可以读取。0.0.0.0 允许所有知道令牌的计算机。</translation>
    </message>
    <message>
      <source>Remove</source>
      <translation>移除</translation>
    </message>
    <message>
      <source>Send the people of each frame to other programs</source>
      <translation>将每一帧中的人物发送给其他程序</translation>
    </message>
    <message>
      <source>Sending to {address} ended: {why}</source>
      <translation>发送到 {address} 已中断：{why}</translation>
    </message>
    <message>
      <source>Sent</source>
      <translation>已发送</translation>
    </message>
    <message>
      <source>Sent to that computer and port, whether it has readers or not.</source>
      <translation>发送到该计算机和端口，无论那里是否有程序监听。</translation>
    </message>
    <message>
      <source>State</source>
      <translation>状态</translation>
    </message>
    <message>
      <source>Streams</source>
      <translation>数据流</translation>
    </message>
    <message>
      <source>Streams…</source>
      <translation>数据流…</translation>
    </message>
    <message>
      <source>Token</source>
      <translation>令牌</translation>
    </message>
    <message>
      <source>Whoever reads has to know it; needed beyond this computer</source>
      <translation>读取者必须知道；供其他计算机读取时必需</translation>
    </message>
    <message>
      <source>failed</source>
      <translation>失败</translation>
    </message>
    <message>
      <source>listening, no reader</source>
      <translation>监听中，无读取者</translation>
    </message>
    <message>
      <source>nobody listens there</source>
      <translation>那里没有监听者</translation>
    </message>
    <message>
      <source>off</source>
      <translation>关闭</translation>
    </message>
    <message>
      <source>sending</source>
      <translation>发送中</translation>
    </message>
    <message>
      <source>starting</source>
      <translation>正在启动</translation>
    </message>
    <message>
      <source>{number} readers</source>
      <translation>{number} 个读取者</translation>
    </message>
  </context>
  <context>
    <name>Updates</name>
    <message>
      <source>Asking for the newest version…</source>
      <translation>正在查询最新版本…</translation>
    </message>
    <message>
      <source>Check for updates</source>
      <translation>检查更新</translation>
    </message>
    <message>
      <source>Installed: {version}</source>
      <translation>已安装：{version}</translation>
    </message>
    <message>
      <source>Show its page</source>
      <translation>打开其页面</translation>
    </message>
    <message>
      <source>The newest version could not be asked for: {reason}.</source>
      <translation>无法查询最新版本：{reason}。</translation>
    </message>
    <message>
      <source>This copy is not a release, so there is no place to ask. Update it the way it was installed.</source>
      <translation>此副本不是发布版本，因此无处查询。请按安装时的方式更新。</translation>
    </message>
    <message>
      <source>This is the newest version.</source>
      <translation>这是最新版本。</translation>
    </message>
    <message>
      <source>Version {version} can be had.</source>
      <translation>可以获取版本 {version}。</translation>
    </message>
  </context>
  <context>
    <name>View</name>
    <message>
      <source>As in a mirror (M)</source>
      <translation>如同照镜子 (M)</translation>
    </message>
    <message>
      <source>Blur faces</source>
      <translation>模糊人脸</translation>
    </message>
    <message>
      <source>Boxes</source>
      <translation>边框</translation>
    </message>
    <message>
      <source>Drag over the part of the image in which people are to be shown. Esc: cancel</source>
      <translation>拖动选取要显示人物的画面部分。Esc：取消</translation>
    </message>
    <message>
      <source>Draw a box around each person (B)</source>
      <translation>在每个人周围绘制边框 (B)</translation>
    </message>
    <message>
      <source>Draw joints and limbs (K)</source>
      <translation>绘制关节和肢体 (K)</translation>
    </message>
    <message>
      <source>Heatmap</source>
      <translation>热图</translation>
    </message>
    <message>
      <source>Hide joints below</source>
      <translation>隐藏低于此值的关节</translation>
    </message>
    <message>
      <source>IDs</source>
      <translation>编号</translation>
    </message>
    <message>
      <source>Image</source>
      <translation>图像</translation>
    </message>
    <message>
      <source>Joint</source>
      <translation>关节</translation>
    </message>
    <message>
      <source>Joint names</source>
      <translation>关节名称</translation>
    </message>
    <message>
      <source>Joint of the heatmap</source>
      <translation>热图关节</translation>
    </message>
    <message>
      <source>Joints</source>
      <translation>关节</translation>
    </message>
    <message>
      <source>Make faces unrecognisable, in recordings too (F)</source>
      <translation>使人脸无法辨认，录制中也一样 (F)</translation>
    </message>
    <message>
      <source>Mirror cameras</source>
      <translation>镜像摄像头</translation>
    </message>
    <message>
      <source>Mirror this video</source>
      <translation>镜像此视频</translation>
    </message>
    <message>
      <source>People</source>
      <translation>人</translation>
    </message>
    <message>
      <source>Show each person's id (I)</source>
      <translation>显示每个人的编号 (I)</translation>
    </message>
    <message>
      <source>Show heatmap</source>
      <translation>显示热图</translation>
    </message>
    <message>
      <source>Show where wrists and ankles came from (T)</source>
      <translation>显示手腕和脚踝的轨迹 (T)</translation>
    </message>
    <message>
      <source>Skeleton</source>
      <translation>骨架</translation>
    </message>
    <message>
      <source>Swap left and right until another one is opened (M)</source>
      <translation>左右互换，直到打开另一个视频 (M)</translation>
    </message>
    <message>
      <source>Trails</source>
      <translation>轨迹</translation>
    </message>
    <message>
      <source>Video with the people found</source>
      <translation>带有检出人物的视频</translation>
    </message>
    <message>
      <source>What the network sees of one joint (H)</source>
      <translation>网络对某个关节的判断 (H)</translation>
    </message>
    <message>
      <source>Write the joints' names (N)</source>
      <translation>标注关节名称 (N)</translation>
    </message>
  </context>
</TS>
