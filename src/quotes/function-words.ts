const set = (words: string): ReadonlySet<string> => new Set(words.trim().split(/\s+/));

export const prepositions =
  set(`of in on at by for from with without within to into onto upon over under above below between among amid
against toward towards through throughout during before after since until till about around near behind beside besides beyond across along
off out up down than as like despite except versus via per following including regarding concerning outside inside ahead alongside`);

export const conjunctions =
  set(`and or but nor yet so because although though while whereas if unless whether when whenever where wherever
that which who whom whose what how why since once until till lest & plus`);

export const subordinators =
  set(`as when while after before if although though because since once until whenever unless whereas despite
given asked speaking`);

export const determiners =
  set(`a an the this that these those my your his her its our their some any no every each either neither another one
two three four five six seven eight nine ten many several few most all both other such what which whose more much`);

export const possessives = set(`my your his her its our their whose`);

export const auxiliaries =
  set(`is are was were be been being am has have had having do does did will would shall should can could may might
must 's 're 've 'd 'll ’s ’re ’ve ’d ’ll wo n't not never isn’t aren’t wasn’t weren’t hasn’t haven’t hadn’t don’t doesn’t didn’t won’t wouldn’t
shouldn’t can’t couldn’t cannot isn't aren't wasn't weren't hasn't haven't hadn't don't doesn't didn't won't wouldn't shouldn't can't couldn't`);

export const adverbs =
  set(`also then later now just still even again already always never often once only soon thus too yesterday today
tonight tomorrow earlier recently finally simply merely first last twice instead however meanwhile further furthermore moreover
quickly sarcastically rhetorically here there ever perhaps maybe almost nearly quite rather really very well back so far long ago
initially previously separately subsequently eventually ultimately reportedly famously publicly privately flatly repeatedly jointly
afterward afterwards immediately matter-of-factly sometimes somewhat together alone aloud himself herself itself themselves myself`);

export const weekdays = set(`monday tuesday wednesday thursday friday saturday sunday`);

export const calendar =
  set(`monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
september october november december jan feb mar apr jun jul aug sept oct nov dec christmas easter thanksgiving spring summer autumn fall
winter am pm a.m. p.m. est edt gmt`);

/** Finite forms of common verbs that no suffix gives away. */
export const irregularVerbs =
  set(`became become went gone came come took taken made make gave given got gotten left kept held stood sat ran run
won lost met paid sent spent built brought bought caught fought sought taught thought threw drew grew knew flew blew saw seen wrote spoke broke
chose rose rode drove arose began sang swore wore tore bore struck stuck swept slept wept dealt meant lent bent led fed fled bled sped read
set cut put hit hurt let shut quit cast cost spread split shot fell found bound wound ground hung clung swung told said sold did does do has have
had is are was were can will would could should may might must seems looks goes takes makes gives gets keeps holds stands runs wins loses
sends brings says tells wants needs likes loves hates works lives plays comes sees knows thinks means feels hopes plans vows aims tries opposes
supports believes expects considers remains appears continues laid lay lies forgave forgot undertook underwent withstood understood
overcame withdrew outdid foresaw forbade overheard upheld withheld mistook misled outran overtook redid rebuilt retook rethought unwound wrung shook woke awoke drank shrank sank stole froze rang`);
