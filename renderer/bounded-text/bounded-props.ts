/** Properties that are read out or shown beside an element. Other properties may be values, which are kept whole. */
const wordProps = ['title', 'aria-label', 'aria-description', 'aria-valuetext', 'placeholder', 'alt', 'textValue']

const isLong = (value: unknown): value is string => typeof value === 'string' && value.length > mostLetters

/** The properties of an element with its words cut; the same object where none is too long. */
export function bounded<Props extends object>(props: Props): Props {
  const changed: Record<string, unknown> = {}
  const children: unknown = Reflect.get(props, 'children')
  if (isLong(children)) changed.children = cut(children)
  else if (Array.isArray(children) && children.some(isLong)) changed.children = children.map(shown)
  // React Aria components may take their content as a function; a list calls it for each item.
  else if (typeof children === 'function') changed.children = (...given: unknown[]) => shown(children(...given))
  for (const name of wordProps) {
    const words: unknown = Reflect.get(props, name)
    if (isLong(words)) changed[name] = cut(words)
  }
  return Object.keys(changed).length === 0 ? props : { ...props, ...changed }
}

const shown = (child: unknown): unknown => (isLong(child) ? cut(child) : child)

/** No sentence of ours is longer; a longer text is not shown in one piece. */
const mostLetters = 400

const isHighSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff

/** Cuts a longer text to its first letters, never through half of one, and adds a sign that there is more. */
export function cut(text: string, most = mostLetters): string {
  if (text.length <= most) return text
  const end = isHighSurrogate(text.charCodeAt(most - 1)) ? most - 1 : most
  return `${text.slice(0, end).trimEnd()}…`
}

/** Splits a text at its line ends into pieces of at most `length` letters, never through a letter of two units. */
export function piecesOf(text: string, length: number): readonly string[] {
  const pieces: string[] = []
  for (const line of text.split(/\r\n|\r|\n/)) {
    let from = 0
    do {
      const to = isHighSurrogate(line.charCodeAt(from + length - 1)) ? from + length + 1 : from + length
      pieces.push(line.slice(from, to))
      from = to
    } while (from < line.length)
  }
  return pieces
}
