export { viewFinds } from './find.ts'
export { ViewLine } from './ViewLine.tsx'
export { ViewMenu } from './ViewMenu.tsx'
export { orSay, removeView } from './view-changes.ts'
export {
  addViewable,
  currentView,
  leaveViewOf,
  onArranged,
  openedView,
  openView,
  openViews,
  reopenViews,
  useOpenedView,
  useViews,
} from './views.ts'
