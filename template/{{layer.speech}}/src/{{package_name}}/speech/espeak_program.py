"""The program that makes eSpeak NG speak: a text on its input, a WAV file on its output.

    python -I -S espeak_program.py LIBRARY DATA VOICE WORDS_PER_MINUTE

It is a process of its own, as the library keeps its state in global variables, and as it is under
the GNU General Public License 3: nothing else is linked with it. Whoever passes it on, in an image
say, does so under that licence. The calls are those of the library's header, `speak_lib.h`.
"""

import ctypes
import sys
import wave

_SYNCHRONOUS, _RATE, _UTF8 = 2, 1, 1
_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)


def main(library: str, data: str, voice: str, words_per_minute: str) -> None:
    """Speak. Exit code 2: there is no such voice."""
    pieces: list[bytes] = []

    def hear(samples: int | None, count: int, _: object) -> int:
        if samples and count:
            pieces.append(ctypes.string_at(samples, 2 * count))
        return 0

    # The library keeps its address, so it must not be collected before the end.
    callback = _Callback(hear)
    espeak = ctypes.CDLL(library)
    rate = espeak.espeak_Initialize(_SYNCHRONOUS, 0, data.encode(), 0)
    espeak.espeak_SetSynthCallback(callback)
    if espeak.espeak_SetVoiceByName(voice.encode()):
        sys.exit(2)
    espeak.espeak_SetParameter(_RATE, int(words_per_minute), 0)
    text = sys.stdin.buffer.read()
    espeak.espeak_Synth(text, len(text) + 1, 0, 0, 0, _UTF8, None, None)
    with wave.open(sys.stdout.buffer, "wb") as file:
        file.setparams((1, 2, rate, 0, "NONE", ""))
        file.writeframes(b"".join(pieces))


if __name__ == "__main__":
    main(*sys.argv[1:])
