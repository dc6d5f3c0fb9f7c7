"""transformers over JSON lines: a request a line on stdin, an answer a line on stdout.

    {"render": MESSAGES, "template": TEXT, "folder": PATH}
        -> {"text": ..., "tokens": [...]}, by `apply_chat_template` with the tokenizer.json of the folder
    {"encode": TEXT, "folder": PATH} -> {"tokens": [...]}, with the tokens that a text spells
"""

import functools
import json
import pathlib
import sys

from transformers import PreTrainedTokenizerFast


@functools.cache
def tokenizer_of(folder):
    config = json.loads(pathlib.Path(folder, "tokenizer_config.json").read_text(encoding="utf-8"))
    names = {name: config[name] for name in ("bos_token", "eos_token") if config.get(name)}
    return PreTrainedTokenizerFast(tokenizer_file=str(pathlib.Path(folder, "tokenizer.json")), **names)


def answer(request):
    tokenizer = tokenizer_of(request["folder"])
    if "encode" in request:
        return {"tokens": tokenizer(request["encode"], add_special_tokens=False)["input_ids"]}
    render = functools.partial(
        tokenizer.apply_chat_template,
        request["render"],
        chat_template=request["template"],
        add_generation_prompt=True,
    )
    return {"text": render(tokenize=False), "tokens": render(tokenize=True, return_dict=False)}


for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))), flush=True)
