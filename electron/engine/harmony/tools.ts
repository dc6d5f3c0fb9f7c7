import type { ToolNamespace, ToolNamespaces } from './conversation.js'
import { schemaType } from './schema-type.js'

/** Renders the `# Tools` section of a system or developer message. */
export function toolsSection(namespaces: ToolNamespaces): string {
  const sorted = [...namespaces].sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
  return ['# Tools', ...sorted.map(([, namespace]) => namespaceSection(namespace))].join('\n\n')
}

function namespaceSection({ name, description, tools }: ToolNamespace): string {
  const lines = [`## ${name}\n`]
  const hasTools = tools.length > 0
  for (const line of linesOf(description ?? '')) lines.push(hasTools ? `// ${line}` : line)
  if (!hasTools) return lines.join('\n')
  lines.push(`namespace ${name} {\n`)
  for (const tool of tools) {
    for (const line of linesOf(tool.description)) lines.push(`// ${line}`)
    const parameters = tool.parameters === undefined ? '' : `_: ${schemaType(tool.parameters, '')}`
    lines.push(`type ${tool.name} = (${parameters}) => any;\n`)
  }
  lines.push(`} // namespace ${name}`)
  return lines.join('\n')
}

/** Same as Rust's `str::lines`: splits at \n or \r\n, without an empty line after the last one. */
function linesOf(text: string): string[] {
  const lines = text.split('\n')
  const last = lines.pop() ?? ''
  return [...lines.map((line) => line.replace(/\r$/, '')), ...(last === '' ? [] : [last])]
}
