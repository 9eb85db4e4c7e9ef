import type { ElementType, Key, ReactElement } from 'react'
import { jsx as reactJsx, jsxs as reactJsxs } from 'react/jsx-runtime'
import { bounded } from './bounded-props.ts'

/* The JSX runtime of this window (`jsxImportSource` in tsconfig.json): React's own, but it cuts every text that is
   too long to lay out in one piece. A name of 100,000 letters would freeze the window for minutes, wherever a name
   is shown. To show such a text whole, use `LongText`. */
export { Fragment, type JSX } from 'react/jsx-runtime'

export const jsx = (type: ElementType, props: object, key?: Key): ReactElement => reactJsx(type, bounded(props), key)
export const jsxs = (type: ElementType, props: object, key?: Key): ReactElement => reactJsxs(type, bounded(props), key)
