import { formatJson, isArray, isObject, type Json, type JsonObject } from './json.js'

/** Renders a JSON schema as the TypeScript-like type of openai-harmony 0.0.8, byte for byte: gpt-oss was trained on it. */
export function schemaType(schema: Json, indent: string): string {
  if (!isObject(schema)) return 'any'
  const variants = schema.get('oneOf')
  if (isArray(variants)) return variants.map((variant) => variantLine(variant, indent)).join('')
  const type = schema.get('type')
  if (isArray(type)) {
    const names = type.filter((name) => typeof name === 'string')
    return names.length === 0 ? 'any' : names.map((name) => (name === 'integer' ? 'number' : name)).join(' | ')
  }
  switch (type) {
    case 'object':
      return objectType(schema, indent)
    case 'string':
      return enumWords(schema) || 'string'
    case 'number':
    case 'integer':
      return 'number'
    case 'boolean':
      return 'boolean'
    case 'array': {
      const items = schema.get('items')
      return items === undefined ? 'Array<any>' : `${schemaType(items, indent)}[]`
    }
    default:
      return 'any'
  }
}

function variantLine(variant: Json, indent: string): string {
  const comments = [textAt(variant, 'description'), defaultWords(variant, 'json')]
  return `\n${indent} | ${nullableType(variant, `${indent}   `)}${trailing(comments)}`
}

function objectType(schema: JsonObject, indent: string): string {
  const description = textAt(schema, 'description')
  const required = schema.get('required')
  const names = new Set(isArray(required) ? required : [])
  const properties = schema.get('properties')
  const lines = isObject(properties)
    ? [...properties].map(([key, property]) => propertyLines(`${key}${names.has(key) ? '' : '?'}`, property, indent))
    : []
  return `${description === undefined ? '' : `${indent}// ${description}\n`}{\n${lines.join('')}${indent}}`
}

function propertyLines(key: string, property: Json, indent: string): string {
  const title = textAt(property, 'title')
  const description = textAt(property, 'description')
  const hasVariants = isObject(property) && property.has('oneOf')
  const variants = isObject(property) ? property.get('oneOf') : undefined
  const above = [
    title === undefined ? '' : `${indent}// ${title}\n${indent}//\n`,
    description === undefined || hasVariants ? '' : `${indent}// ${description}\n`,
    exampleLines(property, indent),
  ].join('')
  if (isArray(variants)) return above + variantProperty(key, property, variants, indent)
  const words = hasVariants ? undefined : defaultWords(property, 'bare')
  return `${above}${indent}${key}: ${nullableType(property, `${indent}    `)},${trailing([words])}\n`
}

/** Renders a property with several types. Its description is above it, unless the first type repeats it. */
function variantProperty(key: string, property: Json, variants: readonly Json[], indent: string): string {
  const description = textAt(property, 'description')
  const isAbove = description !== undefined && textAt(variants[0] ?? null, 'description') !== description
  const words = defaultWords(property, 'bare')
  const lines = variants.map((variant, index) => {
    const own = textAt(variant, 'description')
    const isShown = own !== description && !(index === 0 && isAbove)
    const comments = [isShown ? own : undefined, defaultWords(variant, 'bare')]
    return `${indent} | ${nullableType(variant, `${indent}   `)}${trailing(comments)}\n`
  })
  return [
    isAbove ? `${indent}// ${description}\n` : '',
    words === undefined ? '' : `${indent}// ${words}\n`,
    `${indent}${key}:\n`,
    ...lines,
    `${indent},\n`,
  ].join('')
}

function exampleLines(property: Json, indent: string): string {
  const examples = isObject(property) ? property.get('examples') : undefined
  if (!isArray(examples) || examples.length === 0) return ''
  const lines = examples.filter((example) => typeof example === 'string').map((text) => `${indent}// - "${text}"\n`)
  return `${indent}// Examples:\n${lines.join('')}`
}

function nullableType(schema: Json, indent: string): string {
  const type = schemaType(schema, indent)
  const isNullable = isObject(schema) && schema.get('nullable') === true
  return isNullable && !type.includes('null') ? `${type} | null` : type
}

function enumWords(schema: JsonObject): string {
  const values = schema.get('enum')
  if (!isArray(values)) return ''
  return values
    .filter((value) => typeof value === 'string')
    .map((value) => `"${value}"`)
    .join(' | ')
}

/** @param enumStyle how to write the default of an enumeration: as JSON, or without quotes */
function defaultWords(schema: Json, enumStyle: 'json' | 'bare'): string | undefined {
  const value = isObject(schema) ? schema.get('default') : undefined
  if (value === undefined) return undefined
  if (typeof value !== 'string') return `default: ${formatJson(value)}`
  // The library quotes a plain string without escaping it.
  if (!isEnum(schema)) return `default: "${value}"`
  return `default: ${enumStyle === 'json' ? formatJson(value) : value}`
}

function isEnum(schema: Json): boolean {
  const values = isObject(schema) ? schema.get('enum') : undefined
  return isArray(values) && values.length > 0
}

function textAt(schema: Json, key: string): string | undefined {
  const value = isObject(schema) ? schema.get(key) : undefined
  return typeof value === 'string' ? value : undefined
}

function trailing(comments: readonly (string | undefined)[]): string {
  const words = comments.filter((comment) => comment !== undefined)
  return words.length === 0 ? '' : ` // ${words.join(' ')}`
}
