export { viewFinds } from './find.ts'
export { ViewLine } from './ViewLine.tsx'
export { ViewMenu } from './ViewMenu.tsx'
export {
  addViewable,
  currentView,
  leaveViewOf,
  onArranged,
  openedView,
  openView,
  openViews,
  orSay,
  removeView,
  reopenViews,
  useOpenedView,
  useViews,
} from './views.ts'
