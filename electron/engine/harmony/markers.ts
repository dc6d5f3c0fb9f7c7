import { AppError } from '../../../contract/errors.js'

/** Harmony's structural tokens. Their ids depend on the vocabulary. */
export const harmonyMarkers = [
  '<|start|>',
  '<|end|>',
  '<|message|>',
  '<|channel|>',
  '<|constrain|>',
  '<|return|>',
  '<|call|>',
] as const

export type HarmonyMarker = (typeof harmonyMarkers)[number]

export type HarmonyIds = Readonly<Record<HarmonyMarker, number>>

/** Returns the ids of the markers in a vocabulary. Throws `model-unsupported` if one is missing. */
export function harmonyIds(specialId: (name: string) => number | undefined): HarmonyIds {
  const ids: Partial<Record<HarmonyMarker, number>> = {}
  for (const marker of harmonyMarkers) {
    const id = specialId(marker)
    if (id === undefined) {
      throw new AppError(
        'model-unsupported',
        `This model’s vocabulary has no ${marker}: it does not use the harmony format.`,
      )
    }
    ids[marker] = id
  }
  return ids as HarmonyIds
}
