"""Scripts that run in a page before its own, and delay what its server says."""

# All that the server streams reaches the page in one piece, as with a fast answer it may.
TOGETHER = """
const ask = window.fetch;
window.fetch = async (...asked) => {
  const answer = await ask(...asked);
  if (!String(asked[0].url || asked[0]).includes("queue/data")) return answer;
  return new Response(await answer.text(), {status: answer.status, headers: answer.headers});
};
"""
# The end of a stream reaches the page when the next question has been taken.
LATE = """
const ask = window.fetch;
let next = () => {}, said = 0;
const taken = new Promise(done => { next = done; });
window.fetch = async (...asked) => {
  const address = String(asked[0].url || asked[0]), posted = String((asked[1] || {}).body);
  const answer = await ask(...asked);
  if (/queue.join/.test(address) && /Hello|And then/.test(posted)) said += 1;
  if (said == 2) setTimeout(next, 100);
  if (!address.includes("queue/data") || said != 1) return answer;
  const [told, end] = (await answer.text()).split(/(?=data:.*close_stream)/);
  return new Response(new ReadableStream({
    async start(stream) {
      stream.enqueue(new TextEncoder().encode(told));
      await taken;
      stream.enqueue(new TextEncoder().encode(end));
      stream.close();
    },
  }), {status: answer.status, headers: answer.headers});
};
"""
# How a turn ended reaches the page after what was chosen since.
OVERTAKEN = """
const ask = window.fetch;
let asked = false, held = false, came = () => {};
window.brought = new Promise(done => { came = done; });
window.hold = () => { held = true; };
addEventListener("input", event => { asked ||= event.target.type == "radio"; }, true);
window.fetch = async (...asking) => {
  const address = String(asking[0].url || asking[0]), answer = await ask(...asking);
  if (asked && address.includes("queue/data")) {
    answer.clone().text().finally(() => setTimeout(came, 100));
  }
  if (held && address.includes("/run/")) await window.brought;
  return answer;
};
"""
# What is asked for first takes a while to be told.
SLOW = """
const ask = window.fetch;
window.fetch = async (...asking) => {
  const answer = await ask(...asking);
  if (String(asking[0].url || asking[0]).includes("queue/join")) {
    await new Promise(done => setTimeout(done, 500));
  }
  return answer;
};
"""
