import { cut, mostLetters } from './cut.ts'

/** What is read out or shown beside an element. Other properties may be values, which are kept whole. */
const wordProps = ['title', 'aria-label', 'aria-description', 'aria-valuetext', 'placeholder', 'alt', 'textValue']

const isLong = (value: unknown): value is string => typeof value === 'string' && value.length > mostLetters

/** The properties of an element with its words cut; the same object where none is too long. */
export function bounded<Props extends object>(props: Props): Props {
  const changed: Record<string, unknown> = {}
  const children: unknown = Reflect.get(props, 'children')
  if (isLong(children)) changed.children = cut(children)
  else if (Array.isArray(children) && children.some(isLong)) changed.children = children.map(shown)
  // What a component of react-aria asks for its content, a list for each of its items.
  else if (typeof children === 'function') changed.children = (...given: unknown[]) => shown(children(...given))
  for (const name of wordProps) {
    const words: unknown = Reflect.get(props, name)
    if (isLong(words)) changed[name] = cut(words)
  }
  return Object.keys(changed).length === 0 ? props : { ...props, ...changed }
}

const shown = (child: unknown): unknown => (isLong(child) ? cut(child) : child)
