import type { ElementType, Key, ReactElement } from 'react'
import { jsx as reactJsx, jsxs as reactJsxs } from 'react/jsx-runtime'
import { bounded } from './bounded-props.ts'

/*
 * What JSX of this window is compiled to (`jsxImportSource` in tsconfig.json): React's own, with every text cut that is
 * longer than a page should lay out in one piece. A name of 100,000 letters would stop the window for minutes, and it may
 * turn up wherever a name does. `LongText` is the way to show such a text whole.
 */
export { Fragment, type JSX } from 'react/jsx-runtime'

export const jsx = (type: ElementType, props: object, key?: Key): ReactElement => reactJsx(type, bounded(props), key)
export const jsxs = (type: ElementType, props: object, key?: Key): ReactElement => reactJsxs(type, bounded(props), key)
