import type { Language } from '../../platform/messages.ts'
import type { WordedValue } from '../../platform/problem.ts'

// Articles stand in code as the tables of the law name them, in English. A person reads them as their own law does.

const names: { readonly [Of in Exclude<Language, 'en'>]: readonly (readonly [english: RegExp, own: string])[] } = {
  nl: [
    [/GDPR Art\./g, 'AVG art.'],
    [/ECtHR/g, 'EHRM'],
    [/Directive/g, 'Richtlijn'],
    [/Regulation/g, 'Verordening'],
    [/Annex/g, 'bijlage'],
    [/Opinion/g, 'advies'],
    [/MED framework agreement/g, 'MED-raamovereenkomst'],
    [/agreement on control measures/g, 'Deense afspraak over controle'],
    [/house rule on emergency measures/g, 'huisregel voor spoed'],
    [/length to be confirmed/g, 'duur nog te bevestigen'],
    [/closing words/g, 'slot'],
  ],
  da: [
    [/GDPR Art\./g, 'databeskyttelsesforordningen art.'],
    [/ECtHR/g, 'EMD'],
    [/Directive/g, 'direktiv'],
    [/Regulation/g, 'forordning'],
    [/Annex/g, 'bilag'],
    [/Opinion/g, 'udtalelse'],
    [/MED framework agreement/g, 'MED-rammeaftalen'],
    [/agreement on control measures/g, 'aftalen om kontrolforanstaltninger'],
    [/house rule on emergency measures/g, 'husets regel om hast'],
    [/length to be confirmed/g, 'længden skal bekræftes'],
    [/closing words/g, 'slutningen'],
  ],
}

/** An article as somebody reads it in a language. */
export function articleInWords(article: string, language: string): string {
  const own = language === 'nl' || language === 'da' ? names[language] : []
  return own.reduce((words, [english, word]) => words.replace(english, word), article)
}

/** An article as a value of a message: each reads it in their own language. */
export function articleValue(article: string): WordedValue {
  return { texts: { nl: articleInWords(article, 'nl'), da: articleInWords(article, 'da'), en: article } }
}

/** What of a list of articles, separated by semicolons, is no law of the other country. */
export function articlesUnder(articles: string, jurisdiction: 'nl' | 'dk'): string {
  const ofOther = jurisdiction === 'nl' ? /^(?:MED |agreement on control|Tv-)/ : /^(?:WOR |Woo |Archiefwet)/
  const kept = articles.split('; ').filter((one) => !ofOther.test(one))
  return kept.length === 0 ? articles : kept.join('; ')
}
