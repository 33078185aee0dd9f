// Plays speech while it is being made. Each value has the newest pieces: 16-bit samples in base64, and their numbers.
let context = null, speech = null, next = 0, ends = 0, stopped = false, playing = [];
const part = (name) => element.querySelector(name);

// Some browsers, those of telephones above all, let a page sound only from within a press of a button.
document.addEventListener("click", (event) => {
  if (!event.target.closest("#speak")) return;
  context ??= new AudioContext();
  context.resume();
});

function stop() {
  stopped = true;
  for (const source of playing) source.stop();
  playing = [];
  part("button").hidden = true;
  part(".vc-player").hidden = part("label").hidden;
}

function play(piece, rate) {
  const bytes = Uint8Array.from(atob(piece), (letter) => letter.charCodeAt(0));
  const samples = Float32Array.from(new Int16Array(bytes.buffer), (sample) => sample / 32768);
  const buffer = context.createBuffer(1, samples.length, rate);
  buffer.copyToChannel(samples, 0);
  const source = context.createBufferSource();
  source.buffer = buffer;
  source.connect(context.destination);
  source.onended = () => { playing = playing.filter((other) => other !== source); };
  playing.push(source);
  ends = Math.max(ends, context.currentTime + 0.05);
  source.start(ends);
  ends += buffer.duration;
  element.dataset.played = Number(element.dataset.played || 0) + samples.length;
}

element.addEventListener("click", (event) => { if (event.target.closest("button")) stop(); });

watch("value", () => {
  const state = JSON.parse(props.value || "null");
  if (!state) return;
  context ??= new AudioContext();
  if (state.speech !== speech) {
    stop();
    speech = state.speech; next = 0; ends = 0; stopped = false;
    element.dataset.played = 0;
  }
  part("label").hidden = !state.work;
  part("span").textContent = state.work;
  if (state.share === null) part("progress").removeAttribute("value");
  else part("progress").value = state.share;
  part("button").hidden = stopped || !state.pieces.length;
  part(".vc-player").hidden = part("label").hidden && part("button").hidden;
  if (stopped) return;
  state.pieces.forEach((piece, place) => {
    const number = state.first + place;
    if (number > next) stop();  // a piece was missed, as happens where the page is in the background
    if (stopped || number < next) return;
    play(piece, state.rate);
    next = number + 1;
  });
  if (!state.work) {
    const mine = speech;  // all is there: what is left is to hear it
    setTimeout(() => { if (speech === mine) stop(); }, 1000 * Math.max(0, ends - context.currentTime) + 200);
  }
});
