import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import './ui/base.css'
import './shell/words.ts'
import { App } from './shell/App.tsx'
import { startStores } from './shell/start.ts'

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no root element.')

void startStores()
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
