import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { Refused } from './archive.ts'

/** Whether a text begins as an XML answer of ClassMarker's API does. */
export const looksLikeAnswer = (text: string): boolean =>
  /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]{0,2000}?-->\s*)*(?:<!DOCTYPE\b(?!\s+html\b)|<response[\s>])/i.test(
    text.slice(0, 10_000),
  )

const parser = new XMLParser({ ignoreAttributes: true, parseTagValue: false, maxNestedTags: 60 })

/**
 * An answer of the API as if it had come as JSON, with every value as text. Refuses a document type before anything
 * parses it: entities of its own can unpack to more than any memory holds.
 * @throws Refused
 */
export function answerInXml(text: string): unknown {
  if (/<!(?:DOCTYPE|ENTITY)/i.test(text)) throw new Refused('xml-entities')
  let document: unknown
  try {
    // The parser itself takes half a document for a whole one.
    if (XMLValidator.validate(text) !== true) throw new Error('Not well-formed')
    document = parser.parse(text)
  } catch (cause) {
    throw new Refused('not-xml', undefined, { cause })
  }
  const answer: unknown = typeof document === 'object' && document !== null ? Reflect.get(document, 'response') : null
  if (typeof answer !== 'object' || answer === null) throw new Refused('not-results')
  return answer
}
