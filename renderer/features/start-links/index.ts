export { StartLinksTab } from './StartLinksTab.tsx'
