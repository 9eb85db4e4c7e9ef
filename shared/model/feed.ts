/** ClassMarker answers results of registered users (groups) and of public links through two separate feeds. */
export type Feed = 'groups' | 'links'

export const feeds: readonly Feed[] = ['groups', 'links']
