import { chatGpt } from './chatgpt.js'
import { claude } from './claude.js'
import { lmStudio } from './lm-studio.js'
import { openWebUi } from './open-webui.js'
import type { Source } from './source.js'

/** The apps whose exports can be read, besides Parley. The first that fits converts an entry. */
export const sources: readonly Source[] = [chatGpt, claude, lmStudio, openWebUi]
