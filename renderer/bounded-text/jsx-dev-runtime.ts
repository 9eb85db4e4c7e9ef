import type { ElementType, Key, ReactElement } from 'react'
import { jsxDEV as reactJsxDev } from 'react/jsx-dev-runtime'
import { bounded } from './bounded-props.ts'

export { Fragment, type JSX } from 'react/jsx-dev-runtime'

/** `jsx` of jsx-runtime.ts, for a development build. */
export const jsxDEV = (
  type: ElementType,
  props: object,
  key: Key | undefined,
  isStatic: boolean,
  ...where: [source?: JsxSource, self?: unknown]
): ReactElement => reactJsxDev(type, bounded(props), key, isStatic, ...where)

type JsxSource = Parameters<typeof reactJsxDev>[4]
