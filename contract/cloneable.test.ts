import { expectTypeOf, test } from 'vitest'
import type { Cloneable } from './cloneable.js'
import type { Events } from './events.js'
import type { RequestHandlers, Requests, WithCloneableAnswers } from './requests.js'
import { initialSettings } from './settings.js'
import type { Streams } from './streams.js'

/** Types alone: `npm run check` compiles these, and a missing error is an error. */

class Window {
  close(): void {}
}

const register = <H extends Pick<RequestHandlers, 'openSettings' | 'getSettings'>>(_: H & WithCloneableAnswers<H>) => {}
const settings = initialSettings
const good = { openSettings: async () => undefined, getSettings: async () => settings }

test('a handler can return neither a window nor what a callback returns', () => {
  register(good)
  // @ts-expect-error a window has methods
  register({ ...good, openSettings: async () => new Window() })
  const show: () => void = () => new Window()
  // @ts-expect-error a callback that returns nothing by its type may return a window
  register({ ...good, openSettings: async () => show() })
})

test('a handler cannot return more than its request declares, if that cannot be cloned', () => {
  // @ts-expect-error the method is no part of the settings
  register({ ...good, getSettings: async () => ({ ...settings, save: () => {} }) })
})

type Answers = { readonly [K in keyof Requests]: Awaited<ReturnType<Requests[K]>> }
type Arguments = { readonly [K in keyof Requests]: Parameters<Requests[K]> }

test('everything that the contract declares can be cloned', () => {
  expectTypeOf<Answers>().toExtend<Cloneable<Answers>>()
  expectTypeOf<Arguments>().toExtend<Cloneable<Arguments>>()
  expectTypeOf<Events>().toExtend<Cloneable<Events>>()
  expectTypeOf<Streams>().toExtend<Cloneable<Streams>>()
  // @ts-expect-error a stream of windows
  expectTypeOf<{ event: Window }>().toExtend<Cloneable<{ event: Window }>>()
})
