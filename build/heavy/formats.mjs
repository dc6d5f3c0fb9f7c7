import { fetchQwen3Texts } from './qwen3-texts.mjs'
import { runHeavyTests } from './run-tests.mjs'

/**
 * Compares vocabularies with Hugging Face's tokenizers on 5,000 texts each, and prompts with transformers on 300
 * conversations for each template; damages more streams. `PARLEY_TOKENIZERS` and `PARLEY_TEMPLATES` name folders with
 * more vocabularies (NAME/tokenizer.json) and templates (NAME.jinja) than Qwen3's.
 */
export async function formats() {
  const { tokenizers, templates } = await fetchQwen3Texts()
  process.env.PARLEY_TOKENIZERS ??= tokenizers
  process.env.PARLEY_TEMPLATES ??= templates
  return runHeavyTests('heavy-formats', ['electron/engine/chat-format', 'electron/engine/tokenizer'])
}
