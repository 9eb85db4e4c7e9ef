import { XMLBuilder } from 'fast-xml-parser'
import { isJsonObject, type Json, type JsonObject } from './json.ts'

const builder = new XMLBuilder({ suppressEmptyNode: true })

/** The answer as ClassMarker's XML: one `<response>` with an element per field. */
export function toXml(answer: JsonObject): string {
  const fields = Object.entries(answer).map(([name, value]) => [name, element(name, value)])
  return `<?xml version="1.0" encoding="UTF-8"?>\n${builder.build({ response: Object.fromEntries(fields) })}`
}

/** False and null become empty elements, as in the API page's `<more_results_exist/>`. */
function element(name: string, value: Json | undefined): unknown {
  if (value === false || value === null || value === undefined) return ''
  if (Array.isArray(value)) return listElement(name, value)
  if (isJsonObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([child, inner]) => [child, element(child, inner)]))
  }
  return String(value)
}

/** A list is the plural around its members: `groups` around each `group`, whether the JSON names the member or not. */
function listElement(name: string, members: readonly Json[]): unknown {
  if (members.length === 0) return ''
  const named = members.map((member) => {
    const entries = isJsonObject(member) ? Object.entries(member) : []
    const [tag, value] = (entries.length === 1 && entries[0]) || [name.replace(/s$/, ''), member]
    return { tag, element: element(tag, value) }
  })
  const byTag = Map.groupBy(named, ({ tag }) => tag)
  return Object.fromEntries([...byTag].map(([tag, same]) => [tag, same.map((member) => member.element)]))
}
