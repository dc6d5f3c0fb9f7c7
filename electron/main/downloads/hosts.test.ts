import { expect, test } from 'vitest'
import { defaultBase, hubBase, isAllowed, parseBase } from './hosts.js'

const hub = new URL(defaultBase)
const local = new URL('http://127.0.0.1:8080')

test.each([
  ['https://huggingface.co/a', hub, true],
  ['https://us.aws.cdn.hf.co/a?Signature=x', hub, true],
  ['https://cdn-lfs-us-1.hf.co/a', hub, true],
  ['https://hf.co/a', hub, true],
  ['http://huggingface.co/a', hub, false],
  ['https://huggingface.co:8443/a', hub, false],
  ['https://mirror.example:8443/a', new URL('https://mirror.example:8443'), true],
  ['https://us.aws.cdn.hf.co:8443/a', hub, false],
  ['https://github.com/a', hub, false], // for updates alone
  ['https://evilhf.co/a', hub, false],
  ['https://hf.co.example.com/a', hub, false],
  ['https://huggingface.co@example.com/a', hub, false],
  ['https://me@us.aws.cdn.hf.co/a', hub, false],
  ['http://127.0.0.1:8080/a', hub, false],
  ['http://127.0.0.1:9090/a', local, true],
  ['http://localhost:8080/a', local, false],
  ['https://us.aws.cdn.hf.co/a', local, true],
  ['http://us.aws.cdn.hf.co/a', local, false],
  ['file:///etc/passwd', local, false],
] as const)('%s with the base %s: %s', (address, base, isReached) => {
  expect(isAllowed(new URL(address), base)).toBe(isReached)
})

test('a base is https, or http on this computer; another one in PARLEY_HUB is not used', () => {
  expect(parseBase('https://mirror.example/hub/').href).toBe('https://mirror.example/hub')
  expect(parseBase('http://[::1]:80').hostname).toBe('[::1]')
  expect(hubBase('http://example.com').href).toBe(`${defaultBase}/`)
  expect(hubBase(undefined).href).toBe(`${defaultBase}/`)
})
