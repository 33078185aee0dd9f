// Plays speech while it is being made. Each value has the newest pieces: 16-bit samples in base64, and their numbers.
let context = null, speech = null, next = 0, ends = 0, stopped = false;
const button = () => element.querySelector("button");

function stop() {
  stopped = true;
  if (context) context.close();
  context = null;
  button().hidden = true;
}

function play(piece, rate) {
  const bytes = Uint8Array.from(atob(piece), (letter) => letter.charCodeAt(0));
  const samples = Float32Array.from(new Int16Array(bytes.buffer), (sample) => sample / 32768);
  const buffer = context.createBuffer(1, samples.length, rate);
  buffer.copyToChannel(samples, 0);
  const source = context.createBufferSource();
  source.buffer = buffer;
  source.connect(context.destination);
  ends = Math.max(ends, context.currentTime + 0.05);
  source.start(ends);
  ends += buffer.duration;
  element.dataset.played = Number(element.dataset.played || 0) + samples.length;
}

element.addEventListener("click", (event) => { if (event.target.closest("button")) stop(); });

watch("value", () => {
  const state = JSON.parse(props.value || "null");
  if (!state) return;
  if (state.speech !== speech) {
    if (context) context.close();
    context = new AudioContext();
    speech = state.speech; next = 0; ends = 0; stopped = false;
    element.dataset.played = 0;
  }
  if (stopped || !context) return;
  button().hidden = false;
  state.pieces.forEach((piece, place) => {
    const number = state.first + place;
    if (number > next) stop();  // a piece was missed, as happens where the page is in the background
    if (stopped || number < next) return;
    play(piece, state.rate);
    next = number + 1;
  });
  if (state.done && context) {
    const mine = speech;
    setTimeout(() => { if (speech === mine) stop(); }, 1000 * (ends - context.currentTime) + 200);
  }
});
