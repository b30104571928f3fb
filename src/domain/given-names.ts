const male = `abdul abdullah adil aditya akash akira alistair alastair alasdair alejandro aleksandr alhaji alvin amit anand angelo anil anwar arjun arvind ashok ashton atul babak bashar beau benicio blaine boyd braden bradford bryant cedric chandler clifton colby cole cornell curt cyril dalton damian darnell dashiell davis declan demetrius deshawn dillon dinesh donovan dontae donte dwayne easton eamon efraim elijah ellis emeka emil emile enzo esteban evander ezekiel ezra farid faisal farhan felipe fidel finn fletcher gerardo gideon giorgio giovanni giuseppe gustav hakeem hakim hamza haruki heath hideo hiroshi hisham hosni hunter iain imran isaiah isidro jabari jaden jalen jarrod jarvis javon jermaine jin joao jock joost jude kamal karim kareem kazuo kelvin kenji khaled kingsley kwame lachlan lamont landon laszlo leandro leif levar lorne lukas maurizio mahmoud malik manny marlon marquis massimo matteo matthias matthis merrick mohamad moshe nabil naveen navin nasser nikhil nikita nikola nikolai norbert osama oswald pradeep prakash pranav rahul rashid ravi raynard reid reuben rhys rishi rohan ronan royce salman sanjay satoshi shinzo sundar sunil suresh tadashi takeshi tarek tavis thaddeus tomas torsten tobin tremaine trayvon ulf umar vijay viktor vivek waleed walid wyatt xi yosef yusef zaid zaki zbigniew adriaan aleksander alessandro alfonso andreas anselm antoine armand arnaud arturo axel baptiste bastian bartholomew benedikt benoit bernhard bjorn bogdan bruno casimir christoph claudio clement cornelius damian detlef dieter dietmar edmund egon emil emile ernst etienne fabian fabio federico florian francois fritz gaston georg gerd gerrit giacomo giuseppe goran gottfried gregor guido guillaume gunnar gustaf gunther hamish harald heinrich heinz helmut hendrik henk herve holger horst ignatius ismael ivo jakob jan-willem janos jaroslav jasper javad jeroen jerzy joachim johannes jorg jorge jorn josef josip jost juha juri jurgen kai kamal karel karim kaspar kazimierz kees kenji kofi kwame klaas knut krzysztof kurt lajos laszlo leif lennart lothar luc luciano ludwig lukas léo maarten manfred marek marius markus massimo matteo matthias matthijs maxime michal miklos milan mirko mohamad mustapha nico niklas nikolai nikolaus nils norbert odd olav ole olivier orhan ottokar owain pascal patrice per pekka petr pieter pietro piet radek rafal rainer ramesh ravi reinhard remy renato rhys rene roberto rolf rui rudi rudolf ruud sanjay satoshi sascha sebastien segun sigurd silvester slobodan stanislav stefano sunil suresh sven szymon takeshi tarek thaddeus thierry thijs tobias tomas tomasz torsten ugo ulf ulrich umar uwe valentin vaclav vasily viktor vikram vincenzo vito wendelin werner wiktor willem wim wladyslaw wojciech wouter xavi yannick yann yves zoltan zoran aaron abdul abraham adam adrian ahmed al alan albert alec alejandro alex alexander alexei alfred ali allan allen alvin anatoly anders
andre andrei andres andrew andy angus anthony anton antonio archie ari arne arnold arthur asa augustus austin barney barry bart ben
benjamin benny bernard bernardo bernie bert bill billy blake bob bobby boris brad bradley brandon brendan brent bret brett brian brooks bruce bryan
bryce buddy burt byron caleb calvin cameron carl carlo carlos carlton carter cary casey cecil cesar chad charles charlie chase chester chip
chris christian christopher chuck clarence clark claude clay clayton cliff clifford clint clyde cody colin conor conrad corey cory craig
curt curtis cyrus dale damien damon dan daniel danny dario darrell darren daryl dave david dean deepak denis dennis denny derek derrick desmond
devin dexter dick diego dirk dmitri dmitry dominic don donald donnie doug douglas drew duane duncan dustin dwayne dwight dylan earl ed eddie
edgar eduardo edward edwin eli elias elliot elliott elmer elon emanuel emilio emmanuel enrique eric erik ernest ernesto ethan eugene evan
evgeny felipe felix ferdinand fernando floyd francesco francis francisco franco frank frankie franklin fred freddie frederick fritz gabriel garrett
garry gary gavin gene geoff geoffrey george gerald gerard gerhard gerry gilbert gino giovanni glen glenn gordon graham grant greg gregory guillermo
gus gustavo guy hal hamid hank hans harold harrison harry harvey hassan hector henri henry herbert herman homer horace howard hubert
hugh hugo hussein ian ibrahim ignacio igor ike ilya ira irving isaac ismail ivan jack jackson jacob jacques jaime jake jamal james jamie jan jared
jason javier jay jean jeb jeff jefferson jeffrey jens jeremiah jeremy jerome jerry jesse jesus jim jimmy joachim joaquin joe joel joey johan
john johnny jon jonah jonas jonathan jordan jorge jose joseph josh joshua josé juan julian julio jules julius justin karl keith ken kenneth kenny
kent kevin khalid kirill kirk klaus konstantin kurt kyle lamar lance larry lars laurence lawrence lee leo leon leonard leonid leopold leroy les leslie
lester levi lewis liam lindsey lionel lloyd logan lonnie lorenzo lou louis lucas luca luis luke luther lyle lyndon mack magnus malcolm manuel marc
marcel marco marcos marcus mario mark marshall martin marty marvin mason mateo mathew matt matthew maurice mauricio max maximilian maxwell mehmet mel
melvin michael micah miguel mikael mike mikhail miles milo milton mitch mitchell mitt mohamed mohammad mohammed morgan morris morton moses
muhammad murray mustafa myron nate nathan nathaniel neal ned neil nelson nicholas nick nicolas nigel noah noam noel norm norman oleg oliver
olaf omar orlando oscar otis otto owen pablo paolo pascal pat patrick paul pavel pedro pete peter phil philip philippe phillip pierre piers
preston quentin quinn rafael raj rajiv ralph ramon randall randy raul ray raymond raúl reggie reginald rex ricardo rich richard rick ricky rob
robbie robert roberto robin rod roderick rodney rodrigo roger roland rolf roman ron ronald ronnie rory ross roy ruben rudolph rudy
rupert russ russell rusty ryan sal salvador salvatore sam sammy samuel santiago saul scott sean sebastian serge sergei sergey sergio seth shane
shaun shawn sheldon sherman sid sidney silvio simon spencer stan stanley stefan stephen sterling steve steven stewart stuart sven tariq
ted teddy terrence terry thad theodore theo thom thomas thorsten tim timothy tobias toby todd tom tommy tony travis trent trevor trey tucker ty
tyler tyrone ulysses umberto uri vernon victor vikram vince vincent virgil vitaly vlad vladimir volodymyr wade wallace wally walt walter warren
wayne wendell wes wesley wilbur wilhelm will willard william willie wilson winston wolf wolfgang woodrow woody xavier yasser yuri yusuf zach zachary
zack zane`;
const female = `aaliyah adele adriana aida aisha aiko akiko alexa alexandria alexis alejandra alicia alina alisha alison allison alma althea alyona alyssa amal amira anya aparna araceli ariel asma aubrey ayesha azadeh beatriz bettina blanca bridgette brianna brigid carmela catalina chanel chantal charlotte cheri chiara clarissa claudette concepcion consuelo cordelia corazon deanna deedee delores desiree devi diane dilma eboni ebony edwina elisabetta emilie esmeralda esperanza estelle etsuko eugenia farah fatou fatoumata fernanda francine fumiko giselle gisele guadalupe gwyneth hadiza haruka hind hiroko ilhan ilia ilene indira inez ingeborg ivanka iyanla jacinda jamie-lynn janelle janette jayne jazmine jeanine jenna jodie josefina josie juana kamala karla katarina katja keiko keisha kelli kellyanne khadija kirstie kristi kyoko lakshmi lana laquita lara larissa latasha latonya lauryn leanne leonie leonora leslee lila liliana lilian lillian lina lorena lorraine lourdes lucinda lucille lupita lyudmila mabel madhu magda malala malia manuela marcella marcela maribel marlee marta maura maureen maud mavis mei melania michaela mitsuko mona-lisa monique nadine nadya naledi nancy natalya neha ngozi nia nikole nina noemi noor noreen nora odette oksana olena olivia oprah padma paloma paola parveen patrice petra pia pilar pippa portia queenie raisa raven rhiannon rihanna rita rosalyn rosario roxana rukmini sade saeeda salma samira sanaa sania sapna sasha shakira shami sharmila shanelle shanice shayla shonda shreya sigrid silvia simona sinead siobhan soledad solange soraya sushma tameka tamika tanisha tasha tawny thandiwe thea theresia tomoko toshiko trina una usha vandana verena veronika viktoria winnie xochitl yasmin yasmine yelena yesenia yoko yuki yulia yuliya zadie zahra zara zelda zeynep zora honor honour constance patience prudence verity clemency adaeze aisling amelie ana-maria anastasiya aneta anette anja anke annelies annemarie anneliese annika ansel antje aoife astrid aurelie beata beatriz beatrix bettina birgit birgitta brigitte britta carina caterina catarina celine chantal chiara chiamaka claudine clotilde corinna cornelia daria delphine dorothea dorrit dorota edwige eleni elin elke elodie elspeth elvira emiko emilie emmanuelle esme eszter eugenie eunice femke fernanda flavia florentine franziska frida friederike gabriella genevieve gerda gesine giovanna gisela gudrun halina hana hedwig heike helene helga henriette hettie hildegard ilka ilona ilse imke inga inge ingeborg inger ioana irma isabelle isobel ishbel jadwiga jana jelena jolanta jutta kaori karen karla karolina katarina katja katrin keiko kerstin kirsten klara krystyna laila laure leonie letizia liesbeth liesel ligia liv ljubica lotte louisa ludmila luise lucía madalena maike magda manon maren margarethe margit margot margriet mariam marijke marika marit marta martine marta mathilde mathilda mette mieke milena minna mireille mirjam moira monique nadine nadja natacha nathalie nele ngozi niamh nicole nina oksana olena olivia oriel ornella orla ottilie paola perpetua petra philippa pia pilar raluca rania renata renate renske roisin rosa rosalia rosamund roswitha sabina sabine saoirse sanne saskia shirin sibyl sieglinde sigrid sigrun silke silvia simona siobhan solveig sonja soraya sunniva suzana sybille sylvie tamsin tatjana teresa thea tilde trine ulrike ursula uta valentina vera verena veronika viktoria vivienne waltraud wiebke wilhelmina wilma xiomara yara yasmin yasmine ylva yuki yuko yusra zahra zeynep zofia zuzana abby abigail ada adele adriana agnes aisha alana alejandra alexa alexandra alexis alice alicia alina alison allison alma alyssa amanda amber
amelia amina amy ana anastasia andrea angela angelica angelina angie anita ann anna anne annette annie antonia april ariana arianna ashley astrid
audrey aung ava barbara beatrice becky belinda bella bernadette beth bethany betsy betty beverly bianca bonnie brenda briana bridget brittany
brooke caitlin camila camille candace candice carla carlotta carly carmen carol carole caroline carolyn carrie cassandra catherine cathy
cecilia cecile celeste celia charlene charlotte chelsea cheryl chloe christa christiane christina christine cindy claire clara claudia colleen
connie constance cora corinne courtney crystal cynthia daisy dana daniela danielle daphne darlene dawn debbie deborah debra deirdre delia denise
diana diane dianne dina dolores dominique donna dora doris dorothy edith edna eileen elaine eleanor elena elisa elisabeth elise eliza elizabeth
ella ellen elsa elsie emilia emily emma erica erika erin esther ethel eva evangeline eve evelyn faith fatima faye felicia fiona flora florence
frances francesca freya gabriela gabrielle gail gayle georgia geraldine gertrude gillian gina ginger giulia glenda gloria grace greta gretchen guadalupe
gwen gwendolyn hanna hannah harriet hazel heather heidi helen helena helga henrietta hillary hilary holly hope ida ilana ilana imelda ines
ingrid irena irene irina iris isabel isabella ivana ivy jackie jacqueline jade jamila jan jana jane janet janice janine jasmine jean jeanette
jeanne jen jenna jennifer jenny jessica jill jo joan joann joanna joanne jocelyn jodi josephine joy joyce juanita judith judy julia juliana julie
juliet june justine karen karin karina kate katherine kathleen kathryn kathy katie katrina katya kay kayla kaylee kellie kelly
kendra kerry kim kimberly kirsten kristen kristin kristina kristine lara latoya laura laurel lauren laurie leah leila lena lenora
leslie leticia lily linda lindsay lisa liz liza lois lola loretta lori lorraine louise lucia lucille lucy luisa lupe lydia lynn lynne mabel
madeleine madeline madison magdalena maggie mallory mandy marcia margaret margarita margo maria marian mariana marianne marie marilyn marina marisa marissa
marjorie marlene marsha martha martina mary maryam maureen maxine maya megan megyn melanie melanne melinda melissa mercedes meredith
mia michele michelle mildred mimi minnie miranda miriam molly mona monica muriel myra nadia nancy naomi natalia natalie natasha nellie
nicola nicole nikki nina noelle nora noreen norma octavia olga olive olivia pamela patricia patsy patti paula pauline pearl peggy penelope penny phoebe
phyllis polly priscilla priya rachel ramona raquel reba rebecca regina renee rhonda rita roberta rosa rosalie rosalind rose rosemary rosie
roxanne ruby ruth sabrina sally samantha sandra sandy sara sarah savannah selena serena shannon sharon shauna sheila shelby shelley sheryl
shirley simone sofia sonia sonja sophia sophie stacey stacy stella stephanie sue susan susana susanna susie suzanne svetlana sybil sylvia tabitha
tamara tammy tania tanya tara tatiana teresa tess tessa theresa tiffany tina toni tracey traci trisha trudy ursula valerie vanessa vera
veronica vicki vicky victoria viola violet virginia vivian viviane wanda wendy whitney wilma winifred xenia yolanda yvette yvonne zainab zoe zoey`;

const genders = new Map<string, 'male' | 'female' | 'either'>();
for (const name of male.split(/\s+/)) genders.set(name, 'male');
for (const name of female.split(/\s+/)) genders.set(name, genders.has(name) ? 'either' : 'female');

/** Whether a lower-case word is a common given name of men, of women, or of both; undefined when it is none known here. */
export function findGivenName(lower: string): 'male' | 'female' | 'either' | undefined {
  return genders.get(lower);
}

const nicknames = `robert:bob,bobby,rob,robbie,bert;william:bill,billy,will,willie,liam;richard:dick,rick,ricky,rich;james:jim,jimmy,jamie;john:johnny,jack,jon;
joseph:joe,joey;michael:mike,mickey,mick;thomas:tom,tommy;edward:ed,eddie,ted,teddy,ned;charles:charlie,chuck;bernard:bernie;donald:don,donnie;
theodore:ted,teddy,theo;daniel:dan,danny;david:dave,davy;stephen:steve,steven;steven:steve;matthew:matt;christopher:chris,kit;anthony:tony;andrew:andy,drew;
benjamin:ben,benny;samuel:sam,sammy;gregory:greg;jeffrey:jeff;geoffrey:geoff,jeff;kenneth:ken,kenny;ronald:ron,ronnie;timothy:tim,timmy;lawrence:larry;
raymond:ray;patrick:pat,paddy;peter:pete;philip:phil;phillip:phil;nicholas:nick;alexander:alex,sandy,al;albert:al,bert;alan:al;frederick:fred,freddie;
francis:frank;franklin:frank;henry:hank,harry;harold:harry,hal;walter:walt,wally;gerald:jerry,gerry;jerome:jerry;leonard:len,lenny,leo;
joshua:josh;nathaniel:nate,nathan;nathan:nate;zachary:zach,zack;rudolph:rudy;mitchell:mitch;willard:mitt;vincent:vince;eugene:gene;louis:lou;
elizabeth:liz,beth,betsy,betty,eliza,lisa,libby;margaret:maggie,peggy,meg,margie;katherine:kate,kathy,katie,kay;kathryn:kate,kathy;catherine:cathy,kate,cate;
kathleen:kathy,kate;patricia:pat,patty,trish,patti;jennifer:jen,jenny;susan:sue,susie;deborah:debbie,deb;debra:debbie,deb;barbara:barb,babs;
rebecca:becky,becca;victoria:vicky,vicki,tori;christina:chris,tina;christine:chris,chrissy;jacqueline:jackie;judith:judy;cynthia:cindy;pamela:pam;
sandra:sandy;abigail:abby;amanda:mandy;alexandra:alex,sasha;samantha:sam;theresa:terry,tess;dorothy:dot,dolly;nancy:nan;stephanie:steph;
vladimir:volodya,vlad;alexei:alyosha;mikhail:misha;dmitri:dima;ivan:vanya;dmitry:dima;sergei:seryozha`;
const nicknameSets = new Map<string, Set<string>>();
for (const entry of nicknames.split(/;\s*/)) {
  const [full = '', short = ''] = entry.split(':');
  const all = [full.trim(), ...short.split(',')];
  for (const one of all)
    nicknameSets.set(one, new Set([...(nicknameSets.get(one) ?? []), ...(one === full.trim() ? all : [full.trim()])]));
}

/** Whether two lower-case given names may be the same person's: equal, an initial and its name, or a name and its short form. */
export function mayBeSameGivenName(a: string, b: string): boolean {
  const x = a.replace(/\.$/, '');
  const y = b.replace(/\.$/, '');
  if (x === y) return true;
  if (x.length === 1 || y.length === 1) return x[0] === y[0];
  return nicknameSets.get(x)?.has(y) === true || nicknameSets.get(y)?.has(x) === true;
}
