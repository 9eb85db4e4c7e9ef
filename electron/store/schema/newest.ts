/** The fingerprint of the newest version's schema. Written by `npm run schema`. */
export const newestSchema = 'e4fcaab4d477c24a72e9b5cbe9e285dc2aa2e49c3e3ec377c3d2180d598fa152'
