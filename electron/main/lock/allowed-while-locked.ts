import type { Requests } from '../../../contract/requests.js'

/** They show nothing: a page that gives way to the lock saves what it has, and the page of the lock asks to be let in. */
const allowed = {
  unlock: true,
  reloadWindow: true,
  reportFault: true,
  saveDraft: true,
  saveEdit: true,
  saveView: true,
} satisfies { readonly [_ in keyof Requests]?: true }

/** The requests that main takes while Parley is locked. */
export const isAllowedWhileLocked = (name: keyof Requests): boolean => Object.hasOwn(allowed, name)
