import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './App.tsx'
import { browserLanguage, firstLanguage, loadTexts, rememberedLanguage } from './words.tsx'
import './styles/all.css'

const place = document.getElementById('openwacht')
if (place === null) throw new Error('index.html has no place for the screens')

const language = firstLanguage(rememberedLanguage(), browserLanguage())
document.documentElement.lang = language
const texts = await loadTexts(language)

createRoot(place).render(
  <StrictMode>
    <App first={{ language, texts, rooms: [] }} />
  </StrictMode>,
)
