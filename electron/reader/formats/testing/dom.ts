import { DOMParser } from 'linkedom'

/** Gives tests the parser that a browser has. */
export function installDomParser(): void {
  Object.assign(globalThis, { DOMParser })
}
