import { z } from 'zod'
import { type DrawOptions, maxDrawnPixelRatio, maxDrawnScale, maxDrawnWidth } from '../../../contract/drawing.js'
import { AppError } from '../../../contract/errors.js'
import { maxFindLength } from '../../../contract/found-places.js'
import type { RequestHandlers } from '../../../contract/requests.js'
import { findPlaces } from '../documents/find-places.js'
import { resultLimits } from '../documents/limits.js'
import type { PageDrawings } from '../documents/page-drawings.js'
import type { Store } from '../store/store.js'
import { asId, asText, asWhole } from './arguments.js'

export interface PageOptions {
  readonly store: Store
  readonly drawings: PageDrawings
}

const { maxPages, maxSentenceLength } = resultLimits
/** What to do about a text that is too long to look for. */
const shorten = 'Look for fewer words.'

/** What the pane beside the conversation shows of a document. */
export function createPageRequests({ store, drawings }: PageOptions) {
  let finding = new AbortController()
  return {
    drawPage: async (documentId, page, options) =>
      drawings.draw(asId(documentId), asWhole(page, maxPages), asDrawOptions(options)),
    async closeDrawings() {
      await drawings.close()
    },
    async findInDocument(documentId, query) {
      finding.abort(new AppError('interrupted', 'Another text is searched.'))
      finding = new AbortController()
      const id = asId(documentId)
      return findPlaces(store.documents.eachPage(id), asText(query, maxFindLength, shorten), finding.signal)
    },
    findPage: async (documentId, name) =>
      store.documents.pageNamed(asId(documentId), asText(name, maxSentenceLength, shorten)),
  } satisfies Partial<RequestHandlers>
}

const amount = (max: number) => z.number().positive().max(max)
const common = { pixelRatio: amount(maxDrawnPixelRatio), isTextRecognized: z.boolean() }
const optionsSchema = z.union([
  z.strictObject({ width: amount(maxDrawnWidth), ...common }),
  z.strictObject({ scale: amount(maxDrawnScale), ...common }),
]) satisfies z.ZodType<DrawOptions>

function asDrawOptions(value: unknown): DrawOptions {
  const options = optionsSchema.safeParse(value)
  if (!options.success) throw new AppError('refused', 'A page cannot be drawn at this size.')
  return options.data
}
