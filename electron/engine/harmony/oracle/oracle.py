"""openai-harmony over JSON lines: a request a line on stdin, an answer a line on stdout.

TIKTOKEN_ENCODINGS_BASE names the folder with o200k_base.tiktoken, so that nothing is downloaded.

    {"render": TEXT}      a conversation as JSON text -> {"tokens": [...]}, for completion by the assistant
    {"parse": [...]}      ids after <|start|>assistant -> {"messages": [...]}
    {"encode": TEXT}      ordinary text -> {"tokens": [...]}
    {"encode": TEXT, "folder": PATH}   the same by Hugging Face's tokenizers with the tokenizer.json of that folder
    anything it refuses   -> {"error": "..."}
"""

import functools
import json
import pathlib
import sys

from openai_harmony import HarmonyEncodingName, Role, load_harmony_encoding
from tokenizers import Tokenizer


@functools.cache
def tokenizer_of(folder):
    file = json.loads(pathlib.Path(folder, "tokenizer.json").read_text(encoding="utf-8"))
    # Text that spells special tokens stays text.
    return Tokenizer.from_str(json.dumps({**file, "added_tokens": []}))


def messages_of(encoding, tokens):
    for message in encoding.parse_messages_from_completion_tokens(tokens, Role.ASSISTANT):
        yield {
            "role": message.author.role.value,
            "channel": message.channel,
            "recipient": message.recipient,
            "contentType": message.content_type,
            "content": "".join(part.text for part in message.content),
        }


def answer(encoding, request):
    if "render" in request:
        # The JSON goes to the library as it is: its Python layer would add default fields.
        tokens = encoding._inner.render_conversation_for_completion(
            request["render"], "assistant", {"auto_drop_analysis": False}
        )
        return {"tokens": tokens}
    if "parse" in request:
        return {"messages": list(messages_of(encoding, request["parse"]))}
    if "folder" in request:
        return {"tokens": tokenizer_of(request["folder"]).encode(request["encode"], add_special_tokens=False).ids}
    return {"tokens": encoding.encode(request["encode"], disallowed_special=())}


def main():
    encoding = load_harmony_encoding(HarmonyEncodingName.HARMONY_GPT_OSS)
    for line in sys.stdin:
        try:
            answered = answer(encoding, json.loads(line))
        except Exception as error:
            answered = {"error": str(error)}
        print(json.dumps(answered), flush=True)


main()
