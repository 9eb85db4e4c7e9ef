import { ApiError } from './api-error.ts'

export type Feed = 'groups' | 'links'

/** Where a request leads. Ids are not yet known to exist. */
export type Route =
  | { readonly to: 'discovery' }
  | { readonly to: 'all results'; readonly feed: Feed }
  | { readonly to: 'results of one test'; readonly feed: Feed; readonly placeId: number; readonly testId: number }
  | { readonly to: 'access list'; readonly accessListId: number }

export type Format = 'json' | 'xml'

/** `/v1/groups/recent_results.json` is the request path `v1/groups/recent_results` in the format json. */
export function splitFormat(pathname: string): { requestPath: string; format: Format | undefined } {
  const [, requestPath = '', format] = /^\/?(.*?)(?:\.(json|xml))?$/s.exec(pathname) ?? []
  return { requestPath, format: format === 'json' || format === 'xml' ? format : undefined }
}

/** Throws an ApiError: incorrectUrlVersionNumber, incorrectUrl, incorrectUrlId or incorrectRequestMethod. */
export function routeOf(method: string, pathname: string): Route {
  const { requestPath, format } = splitFormat(pathname)
  const [version, ...parts] = requestPath.split('/')
  if (version !== 'v1') throw new ApiError('incorrectUrlVersionNumber')
  const route = format && routeTo(parts)
  if (!route) throw new ApiError('incorrectUrl')
  const allowed = route.to === 'access list' ? ['POST', 'DELETE'] : ['GET']
  if (allowed.includes(method)) return route
  throw new ApiError('incorrectRequestMethod', { message: `The request method ${method} is not allowed here.` })
}

function routeTo(parts: readonly string[]): Route | undefined {
  const [noun, second, third, fourth, fifth] = parts
  if (parts.length === 0) return { to: 'discovery' }
  if (noun === 'accesslists' && parts.length === 2) return { to: 'access list', accessListId: idFrom(second) }
  if (noun !== 'groups' && noun !== 'links') return undefined
  if (parts.length === 2 && second === 'recent_results') return { to: 'all results', feed: noun }
  if (parts.length !== 5 || third !== 'tests' || fifth !== 'recent_results') return undefined
  return { to: 'results of one test', feed: noun, placeId: idFrom(second), testId: idFrom(fourth) }
}

function idFrom(text: string | undefined): number {
  if (!text || !/^\d{1,15}$/.test(text)) throw new ApiError('incorrectUrlId')
  return Number(text)
}
