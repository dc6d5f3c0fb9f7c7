import { createHash } from 'node:crypto'
import { z } from 'zod'
import { AppError } from '../../../contract/errors.js'
import { FolderError } from '../folder/folder-error.js'
import { type Folder, openFolder, readBytes, readOptionalJson, withFile } from '../folder/folder-file.js'
import { HarmonyFormat } from '../harmony/format.js'
import { harmonyMarkers } from '../harmony/markers.js'
import type { Tokenizer } from '../tokenizer/tokenizer.js'
import type { ChatFormat } from './chat-format.js'
import { knownTemplates } from './known-templates.js'
import { foreignFormat, similarFormat } from './similar-template.js'
import { TurnFormat } from './turn-format.js'
import { reasoningStart, type TurnStyle } from './turn-style.js'

/** A hundred times the length of a long template. */
const maxTemplateBytes = 1024 * 1024

const token = z.union([z.string(), z.looseObject({ content: z.string() }).transform(({ content }) => content)])
const named = z.array(z.looseObject({ name: z.string(), template: z.string() }))
const tokenizerConfig = z.looseObject({
  bos_token: token.nullish().catch(undefined),
  chat_template: z.union([z.string(), named]).nullish().catch(undefined),
})

export interface ChosenFormat<Format extends ChatFormat = ChatFormat> {
  readonly format: Format
  /** Sentences for the user. */
  readonly remarks: readonly string[]
}

/**
 * Chooses the format of a model folder by the text of its chat template: a public one by its hash, another by its
 * markers. No template is run. Throws `model-unsupported` with the name of the format if Parley doesn't know it.
 */
export async function readChatFormat(path: string, tokenizer: Tokenizer): Promise<ChosenFormat> {
  const { template, beginning } = await readTemplate(await openFolder(path))
  const hasMarker = (marker: string) => tokenizer.specialId(marker) !== undefined
  const isHarmony =
    template === undefined
      ? harmonyMarkers.some(hasMarker)
      : template.includes('<|channel|>') && template.includes('<|message|>')
  if (isHarmony) return { format: new HarmonyFormat((name) => tokenizer.specialId(name)), remarks: [] }
  if (template === undefined) {
    throw new AppError(
      'model-unsupported',
      'This model has no chat template: it continues texts and was not made for conversations. Choose its version for chat, which is often called “Instruct”.',
    )
  }
  const { style, isKnown } = styleOf(template, tokenizer.addedToken(reasoningStart) !== undefined)
  const format = new TurnFormat(style, (content) => tokenizer.addedToken(content), beginning || usualBeginning(style))
  return { format, remarks: isKnown ? [] : [remarkOn(style)] }
}

function styleOf(
  template: string,
  hasReasoningMarks: boolean,
): { readonly style: TurnStyle; readonly isKnown: boolean } {
  const known = knownTemplates[templateHash(template)]
  if (known) return { style: known, isKnown: true }
  const foreign = foreignFormat(template)
  const style = foreign === undefined ? similarFormat(template, hasReasoningMarks) : undefined
  if (style) return { style, isKnown: false }
  throw new AppError(
    'model-unsupported',
    `The chat template of this model has ${foreign === undefined ? 'a format' : `the format of ${foreign}`}, which Parley doesn’t know. Choose another model.`,
  )
}

function remarkOn({ name }: TurnStyle): string {
  return `Parley does not know the chat template of this model. It uses the ${name} format, because the template has its markers.`
}

/** Returns the hash that stands for a template in the table of known ones. */
export function templateHash(template: string): string {
  return createHash('sha256').update(template.replaceAll('\r\n', '\n').trim()).digest('hex')
}

function usualBeginning({ name }: TurnStyle): string | undefined {
  return { 'Llama 3': '<|begin_of_text|>', Mistral: '<s>' }[name]
}

/** A file of its own replaces the template in tokenizer_config.json, as in transformers. */
async function readTemplate(folder: Folder) {
  const config = tokenizerConfig.safeParse(
    await readOptionalJson(folder, 'tokenizer_config.json').catch(() => undefined),
  )
  const { bos_token: beginning, chat_template: templates } = config.data ?? {}
  const own = typeof templates === 'string' ? templates : templates?.find(({ name }) => name === 'default')?.template
  return { template: (await readTemplateFile(folder)) ?? own, beginning: beginning ?? undefined }
}

async function readTemplateFile(folder: Folder): Promise<string | undefined> {
  try {
    return await withFile(folder, 'chat_template.jinja', async (file) => {
      if (file.bytes > maxTemplateBytes) return undefined
      return (await readBytes(folder, file, 0, file.bytes)).toString()
    })
  } catch (error) {
    if (error instanceof FolderError) return undefined
    throw error
  }
}
