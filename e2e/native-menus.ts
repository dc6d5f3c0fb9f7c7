import { expect } from 'vitest'
import type { App } from './app.js'

/** Keeps each native menu that opens from now on, in place of showing it. */
async function watchMenus(app: App): Promise<void> {
  await app.electron.evaluate(({ Menu }) => {
    const shown = globalThis as unknown as { shownMenu?: Electron.Menu }
    shown.shownMenu = undefined
    Menu.prototype.popup = function (this: Electron.Menu) {
      shown.shownMenu = this
    }
  })
}

const labels = (app: App) =>
  app.electron.evaluate(() => {
    const { shownMenu } = globalThis as unknown as { shownMenu?: Electron.Menu }
    return shownMenu?.items.filter(({ type }) => type !== 'separator').map(({ label }) => label)
  })

/** Opens a native menu and returns its items. */
export async function openedMenu(app: App, open: () => Promise<unknown>): Promise<readonly string[]> {
  await watchMenus(app)
  await open()
  await expect.poll(() => labels(app)).not.toBe(undefined)
  return (await labels(app)) ?? []
}

/** Chooses an item of the native menu that was opened last. */
export async function chooseItem(app: App, label: string): Promise<void> {
  const isThere = await app.electron.evaluate((_, wanted) => {
    const { shownMenu } = globalThis as unknown as { shownMenu?: Electron.Menu }
    const item = shownMenu?.items.find((each) => each.label === wanted)
    item?.click()
    return item !== undefined
  }, label)
  expect(isThere, label).toBe(true)
}
