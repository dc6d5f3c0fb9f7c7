import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const propertyList = (app) => join(app, 'Contents', 'Info.plist')
const allowed = /(<key>NSAllowsArbitraryLoads<\/key>\s*)<true\s*\/>/

/**
 * Takes back what electron-builder always writes: that the app may load pages without encryption from anywhere. The
 * exceptions for this computer itself stay, because the updater hands its file to the system over them.
 * @param {string} app the folder `NAME.app`, before it is signed
 */
export function forbidPlainLoads(app) {
  const text = readFileSync(propertyList(app), 'utf8')
  writeFileSync(propertyList(app), text.replace(allowed, '$1<false/>'))
}

/** @returns {string[]} what is wrong with the property list of an app */
export const transportProblems = (app) =>
  allowed.test(readFileSync(propertyList(app), 'utf8')) ? ['Info.plist allows loads without encryption'] : []
