import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ModelList } from './model-list.js'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-models-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const demo = '/app/tiny-model'
const open = (given?: string, adapter?: string) => new ModelList(folder, { demo, given, adapter })
const efforts = ['low', 'medium', 'high'] as const
const facts = { name: 'gpt-oss-20b', isDemo: false, weightBytes: 12_000_000_000, efforts }
const refused = expect.objectContaining({ code: 'refused' })

test('the demonstration model is chosen until the user chooses another one', () => {
  const list = open()
  expect(list.all).toMatchObject([{ id: 'demo', folder: demo, isDemo: true, isAdded: false }])
  expect(list.chosen.id).toBe('demo')
  expect(existsSync(join(folder, 'models.json'))).toBe(false)
})

test('an added model and the choice survive a restart, in a file that only its owner can read', () => {
  const { id } = open().add('/models/gpt-oss-20b', facts)
  open().choose(id)
  expect(open().chosen).toMatchObject({ id, ...facts, folder: '/models/gpt-oss-20b', isAdded: true })
  expect(statSync(join(folder, 'models.json')).mode & 0o777).toBe(0o600)
})

test('a load says which efforts a model has, also one that an earlier version added', () => {
  writeFileSync(join(folder, 'models.json'), JSON.stringify({ chosenId: 'demo', added: [{ name: 'x', folder: '/x' }] }))
  const list = open()
  const [model] = list.all
  expect(model?.efforts).toBeUndefined()
  list.learn(model?.id ?? '', { ...facts, id: model?.id ?? '', efforts: [], contextLength: 1 })
  expect(list.get(model?.id ?? '')).toMatchObject({ name: 'x', efforts: [] })
})

test('PARLEY_MODEL is chosen at its start only', () => {
  const { id } = open().add('/models/gpt-oss-20b', facts)
  open().choose(id)
  const list = open('/models/mine', '/models/adapter')
  expect(list.chosen).toMatchObject({ name: 'mine', folder: '/models/mine', adapter: '/models/adapter' })
  const given = list.chosen.id
  expect(list.get('demo').adapter).toBeUndefined()
  list.choose('demo')
  list.choose(given)
  expect(open().chosen.id).toBe('demo')
})

test('a model with an adapter is another model, which survives a restart and is removed by itself', () => {
  const base = open().add('/models/gpt-oss-20b', facts)
  const other = open().add('/models/other', { ...facts, name: 'other' })
  const adapted = open().addAdapter(base.id, '/adapters/letters', facts)
  expect(open().addAdapter(base.id, '/adapters/letters', facts)).toEqual(adapted)
  const list = open()
  expect(list.all.map(({ name }) => name).slice(0, 3)).toEqual(['gpt-oss-20b', 'gpt-oss-20b with letters', 'other'])
  expect(list.get(adapted.id)).toMatchObject({ folder: '/models/gpt-oss-20b', adapter: '/adapters/letters' })
  list.remove(adapted.id)
  expect(list.all.map(({ id }) => id)).toEqual([base.id, other.id, 'demo'])
  list.restore(adapted.id)
  expect(open().get(adapted.id).adapter).toBe('/adapters/letters')
})

test('a model that was moved stays the same model, and its old folder may hold another one', () => {
  const { id } = open().add('/models/lab/heron', facts)
  const adapted = open().addAdapter(id, '/adapters/letters', facts)
  open().choose(id)
  open().relocate('/models/lab/heron', '/disk/lab/heron')
  const list = open()
  expect(list.chosen).toMatchObject({ id, folder: '/disk/lab/heron' })
  expect(list.get(adapted.id)).toMatchObject({ folder: '/disk/lab/heron', adapter: '/adapters/letters' })
  const other = list.add('/models/lab/heron', facts)
  expect(other.id).not.toBe(id)
  list.remove(id)
  expect(open().get(other.id).folder).toBe('/models/lab/heron')
})

test('a folder is listed once, and two models never have the same name', () => {
  const list = open()
  const first = list.add('/a/model', facts)
  expect(list.add('/a/model', facts)).toEqual(first)
  const names = ['/b/gpt-oss-20b', '/c/b/gpt-oss-20b', '/d/b/gpt-oss-20b'].map((path) => list.add(path, facts).name)
  expect(names).toEqual(['gpt-oss-20b (b)', 'gpt-oss-20b (b) 2', 'gpt-oss-20b (b) 3'])
})

test('a copy of the demonstration model is named by what it is and by its own folder, also after a restart', () => {
  const copy = { name: 'Parley Demo (tiny)', isDemo: true, weightBytes: 4_000_000, efforts }
  const { id } = open().add('/models/trial', copy)
  expect(open().get(id)).toMatchObject({ name: 'Parley Demo (tiny) (trial)', isDemo: true })
})

test('a model that was removed and added again keeps its id', () => {
  const list = open()
  const { id } = list.add('/a/model', facts)
  list.remove(id)
  expect(list.add('/a/model', facts).id).toBe(id)
  expect(list.add('/b/model', facts).id).not.toBe(id)
})

test('a restored model returns once, to its index, and gets another name if its own is taken', () => {
  const list = open()
  const { id } = list.add('/a/model', facts)
  list.add('/b/other', { ...facts, name: 'Other' })
  const before = list.all
  expect(() => list.restore('unknown')).toThrowError(expect.objectContaining({ code: 'not-found' }))
  list.remove(id)
  list.restore(id)
  list.restore(id)
  expect(list.all).toEqual(before)
  expect(open().all).toEqual(before)
  list.remove(id)
  list.add('/c/model', facts)
  list.restore(id)
  expect(list.all.map(({ name }) => name).slice(0, 3)).toEqual(['gpt-oss-20b (model)', 'Other', 'gpt-oss-20b'])
})

test.each([
  ['/', ''],
  ['/models/x', '😀'.repeat(300)],
  ['/models/y', ''],
])('a folder %j with the name %j is stored in a file that can be read again', (path, name) => {
  open().add(path, { ...facts, name })
  const list = open()
  expect(list.notice).toBeUndefined()
  expect(list.all[0]).toMatchObject({ folder: path, name: expect.stringMatching(/./u) })
  expect(list.all[0]?.name).not.toMatch(/\p{Surrogate}/u)
})

test('only added models can be removed; without the chosen model the demonstration model is chosen', () => {
  const list = open()
  expect(() => list.remove('demo')).toThrowError(refused)
  const { id } = list.add('/a/model', facts)
  list.choose(id)
  list.remove(id)
  expect(open().chosen.id).toBe('demo')
  expect(() => list.choose(id)).toThrowError(expect.objectContaining({ code: 'not-found' }))
})

const kept = { name: 'kept', folder: '/kept', weightBytes: 5 }

test.each([
  ['of an earlier version', { added: [kept] }, [kept]],
  [
    'of an earlier version',
    { chosenId: 'demo', added: [{ folder: '/models/x' }] },
    [{ name: 'x', folder: '/models/x' }],
  ],
  ['of a later version', { chosenId: 'demo', added: [{ ...kept, speed: 7 }], groups: [] }, [kept]],
  [
    'with a damaged size',
    { chosenId: 'demo', added: [{ name: 'x', folder: '/x', weightBytes: -1 }, kept] },
    [{ name: 'x', folder: '/x' }, kept],
  ],
  [
    'with damaged efforts',
    {
      chosenId: 'demo',
      added: [
        { name: 'x', folder: '/x', efforts: ['low', 'huge'] },
        { ...kept, efforts: ['low'] },
      ],
    },
    [
      { name: 'x', folder: '/x' },
      { ...kept, efforts: ['low'] },
    ],
  ],
  ['with a model whose folder is lost', { chosenId: 'demo', added: [{ name: 'x', folder: '' }, 7, kept] }, [kept]],
  ['with a damaged choice', { chosenId: 7, added: [kept] }, [kept]],
  ['with a damaged list', { chosenId: 'demo', added: 7 }, []],
])('a file %s loses no more than that: %j', (_, stored, expected) => {
  writeFileSync(join(folder, 'models.json'), JSON.stringify(stored))
  const list = open()
  expect(list.notice).toBeUndefined()
  expect(list.chosen.id).toBe('demo')
  expect(list.all.slice(0, -1).map(({ id: _, isAdded: __, isDemo: ___, ...model }) => model)).toEqual(expected)
})

test('keys of a later version are kept after a save', () => {
  const file = join(folder, 'models.json')
  const later = { ...kept, speed: 7 }
  const remote = { name: 'remote', address: 'later' }
  writeFileSync(file, JSON.stringify({ chosenId: 'demo', added: [remote, later], groups: ['law'] }))
  open().add('/models/x', facts)
  open().choose('demo')
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
    groups: ['law'],
    added: [later, { folder: '/models/x' }, remote],
  })
})

test.each(['', '{"chosenId":"x"', '[]'])('a file that is no JSON object, %j, is renamed and reported', (content) => {
  writeFileSync(join(folder, 'models.json'), content)
  const list = open()
  expect(list.chosen.id).toBe('demo')
  expect(list.notice).toContain('models.damaged.json')
  expect(readFileSync(join(folder, 'models.damaged.json'), 'utf8')).toBe(content)
  list.add('/a/model', facts)
  expect(open().all).toHaveLength(2)
})

test('a choice that cannot be saved has no effect', () => {
  const list = open()
  const { id } = list.add('/a/model', facts)
  rmSync(folder, { recursive: true })
  expect(() => list.choose(id)).toThrow()
  expect(list.chosen.id).toBe('demo')
  folder = mkdtempSync(join(tmpdir(), 'parley-models-'))
})

test('a model in two apps is listed twice, each with its app; one that is also added is listed once', () => {
  const list = open()
  const found = { ...facts, folder: '/hf/x', origin: 'hugging-face' } as const
  const { id } = list.add('/added', facts)
  list.setFound([found, { ...found, folder: '/lm/x', origin: 'lm-studio' }, { ...found, folder: '/added' }])
  expect(list.all.map(({ name }) => name)).toEqual([
    'gpt-oss-20b',
    'gpt-oss-20b (Hugging Face)',
    'gpt-oss-20b (LM Studio)',
    'Parley Demo (tiny)',
  ])
  list.setFound([])
  expect(list.all.map((model) => model.id)).toEqual([id, 'demo'])
})
