"""Scripts that run in a page before its own, and delay what its server says."""

_CHANGING = """
const ask = window.fetch;
const again = (text, answer) =>
  new Response(text, {status: answer.status, headers: answer.headers});
window.fetch = async (...asked) => {
  const address = String(asked[0].url || asked[0]), posted = String((asked[1] || {}).body);
  return changed(address, await ask(...asked), posted);
};
"""


def changing(script: str) -> str:
    """A script whose `changed(address, answer, posted)` is what the page hears for each answer."""
    return script + _CHANGING


# All that the server streams reaches the page in one piece, as with a fast answer it may.
TOGETHER = changing("""
const changed = async (address, answer) =>
  address.includes("queue/data") ? again(await answer.text(), answer) : answer;
""")
# The end of a stream reaches the page when the next question has been taken.
LATE = changing("""
let next = () => {}, said = 0;
const taken = new Promise(done => { next = done; });
const changed = async (address, answer, posted) => {
  if (/queue.join/.test(address) && /Hello|And then/.test(posted)) said += 1;
  if (said == 2) setTimeout(next, 100);
  if (!address.includes("queue/data") || said != 1) return answer;
  const [told, end] = (await answer.text()).split(/(?=data:.*close_stream)/);
  return again(new ReadableStream({
    async start(stream) {
      stream.enqueue(new TextEncoder().encode(told));
      await taken;
      stream.enqueue(new TextEncoder().encode(end));
      stream.close();
    },
  }), answer);
};
""")
# How a turn ended reaches the page after what was chosen since.
OVERTAKEN = changing("""
let chosen = false, held = false, came = () => {};
window.brought = new Promise(done => { came = done; });
window.hold = () => { held = true; };
addEventListener("input", event => { chosen ||= event.target.type == "radio"; }, true);
const changed = async (address, answer) => {
  if (chosen && address.includes("queue/data")) {
    answer.clone().text().finally(() => setTimeout(came, 100));
  }
  if (held && address.includes("/run/")) await window.brought;
  return answer;
};
""")
# What is asked for first takes a while to be told.
SLOW = changing("""
const changed = async (address, answer) => {
  if (address.includes("queue/join")) await new Promise(done => setTimeout(done, 500));
  return answer;
};
""")
