export { DropTarget } from './DropTarget.tsx'
export { ImportsScreen } from './ImportsScreen.tsx'
