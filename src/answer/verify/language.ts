import { wordsOf } from '../../retrieve/words.js';

/** Words of grammar that hardly occur in the other languages, of the languages that coverage and questions most often come in. */
const grammar: Record<string, ReadonlySet<string>> = Object.fromEntries(
  Object.entries({
    en: 'you we them could there what when if did our your i the of and to in that was is for with on were had has have been by at from which this said would not it he she they their his her are be after before who its into about than will as an',
    de: 'der die das und den dem des ein eine einen einem ist war wurde wurden nicht mit auf für von im zu bei nach sich auch als wie sind haben hat aus dass über zum zur waren unter',
    fr: 'le la les des du et est une dans pour que qui sur par au aux avec pas ont été était sont ce cette selon plus il elle ils leur mais après étaient',
    es: 'el los las del y que en una por con para se fue no es su al lo como más pero sus había fueron según entre cuando muy era',
    it: 'il lo gli della delle dei che di è un una per con non sono stato stata nel nella alla anche dopo era dal secondo più',
    pt: 'o os as da do das dos que em um uma para com não foi ao pela pelo mais segundo eram são seu sua',
    nl: 'de het een van en dat is op te voor met zijn niet aan er om ook door werd waren hij bij naar uit volgens',
    sv: 'och att det som en ett är av för på med var inte till den har hade enligt från om',
    pl: 'w na z się nie że jest był była było po od przez dla jak oraz o według',
  }).map(([name, words]) => [
    name,
    new Set(words.split(' ').map((word) => word.normalize('NFKD').replace(/\p{M}+/gu, ''))),
  ]),
);

/** Words of another language's grammar that turn up by chance, as a share of all words. */
const mostStrays = 0.15;

/**
 * The language of a text by its words of grammar: "en", "de", ...; "?" for one in a script other than Latin, null where too few words
 * show it. Good enough to tell whether two texts can be compared word by word.
 */
export function languageOf(text: string): string | null {
  const letters = text.replace(/\P{L}+/gu, '').length;
  const others = text.replace(/[^\p{L}]+|\p{Script=Latin}+/gu, '').length;
  if (others > letters / 2) return '?';
  const words = wordsOf(text);
  const counts = Object.entries(grammar).map(([name, set]) => ({
    name,
    count: words.filter((word) => set.has(word)).length,
  }));
  const best = counts.sort((a, b) => b.count - a.count)[0]!;
  const english = counts.find(({ name }) => name === 'en')!.count;
  if (
    best.count < 2 ||
    (best.name !== 'en' && best.count < mostStrays * words.length) ||
    (best.name !== 'en' && best.count <= english)
  )
    return english > 0 ? 'en' : null;
  return best.name;
}
