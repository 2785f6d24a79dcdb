#include "text/stop.h"

#include <stddef.h>
#include <string.h>

/* Articles, pronouns, prepositions, conjunctions, auxiliaries and particles;
 * nothing that anybody would search for by itself.  By line: kinds of word. */
static const struct {
	const char *code;
	const char *words;
} lists[] = {
	{ "en",
	  "a an the "
	  "i me my mine myself we our ours ourselves you your yours yourself yourselves he him his himself she her hers "
	  "herself it its itself they them their theirs themselves one oneself who whom whose which what that this these those "
	  "whoever whichever whatever each other others another such same some any no none every both either neither "
	  "and or but nor so yet if because as until while although though unless whereas whether than then when where why how "
	  "of at by for with without about against between among into onto through during before after above below to from up "
	  "down in out on off over under again further towards toward upon within per via since "
	  "am is are was were be been being have has had having do does did doing done will would shall should can could may "
	  "might must ought "
	  "not only just too very also there here once own all more most few much many less least ever never even still "
	  "don't doesn't didn't isn't aren't wasn't weren't hasn't haven't hadn't won't wouldn't can't cannot couldn't "
	  "shouldn't mustn't i'm i've i'll i'd you're you've you'll you'd he'll he'd she'll she'd it'll we're we've we'll we'd "
	  "they're they've they'll they'd that'll who'll who'd" },
	{ "de",
	  "der die das den dem des ein eine einen einem einer eines kein keine keinen keinem keiner keines "
	  "ich mich mir mein meine meinen meinem meiner meines du dich dir dein deine deinen deinem deiner deines er ihn ihm "
	  "sein seine seinen seinem seiner seines sie ihr ihre ihren ihrem ihrer ihres es wir uns unser unsere unseren unserem "
	  "unserer unseres euch euer eure euren eurem eurer eures ihnen man sich selbst wer wen wem wessen was welche welcher "
	  "welches welchen welchem dieser diese dieses diesen diesem jener jene jenes jenen jenem jeder jede jedes jeden jedem "
	  "alle allen aller alles allem andere anderen anderer anderes anderem manche mancher manches manchen manchem solche "
	  "solcher solches solchen solchem derselbe dieselbe dasselbe etwas nichts "
	  "und oder aber denn sondern wenn weil dass daß ob obwohl als wie während indem damit sowie sonst "
	  "an am auf aus bei beim bis durch für gegen hinter in im ins mit nach neben ohne seit über um unter von vom vor zu zum "
	  "zur zwischen wegen trotz "
	  "bin bist ist sind seid war warst waren wart sei seien wäre wären gewesen habe hast hat haben habt hatte hatten hätte "
	  "hätten gehabt werde wirst wird werden werdet wurde wurden würde würden worden kann kannst können konnte konnten "
	  "könnte könnten muss muß müssen musste mussten soll sollen sollte sollten will wollen wollte wollten darf dürfen "
	  "durfte mag mögen möchte "
	  "nicht nur auch noch schon so sehr da dann doch dort hier hin her einmal jetzt nun wieder viel mehr weiter zwar" },
	{ "fr",
	  "le la les l un une des du de d au aux "
	  "je j me m moi mon ma mes tu te t toi ton ta tes il elle on se s soi son sa ses lui nous notre nos vous votre vos ils "
	  "elles eux leur leurs ce c cet cette ces ceci cela ça celui celle ceux celles y en qui que qu quoi dont où lequel "
	  "laquelle lesquels lesquelles auquel auxquels duquel desquels quel quelle quels quelles tout toute tous toutes autre "
	  "autres même mêmes aucun aucune chaque plusieurs quelque quelques tel telle tels telles "
	  "et ou mais donc or ni car si comme quand lorsque lorsqu puisque puisqu quoique quoiqu jusque jusqu parce afin "
	  "à dans par pour avec sans sous sur vers chez entre contre depuis pendant avant après selon dès lors malgré "
	  "suis es est sommes êtes sont étais était étions étiez étaient fus fut furent sera serai seront serait seraient soit "
	  "soient été étant être ai as a avons avez ont avais avait avions aviez avaient eut eurent aura aurai auront aurait "
	  "auraient ait aient eu ayant avoir fait peut peuvent doit doivent "
	  "ne n pas plus non très aussi ainsi encore déjà bien peu alors là ici moins" },
	{ "es",
	  "el la los las lo un una unos unas al del "
	  "yo me mí mi mis mío mía míos mías tú te ti tu tus tuyo tuya tuyos tuyas él ella ello se sí su sus suyo suya suyos "
	  "suyas le les nosotros nosotras nos nuestro nuestra nuestros nuestras vosotros vosotras os vuestro vuestra vuestros "
	  "vuestras ellos ellas usted ustedes este esta esto estos estas ese esa eso esos esas aquel aquella aquello aquellos "
	  "aquellas que qué quien quién quienes cual cuál cuales cuyo cuya cuyos cuyas otro otra otros otras mismo misma mismos "
	  "mismas todo toda todos todas alguno alguna algunos algunas algún ninguno ninguna ningún cada tal tales "
	  "y e o u pero sino ni si porque pues como cómo cuando cuándo donde dónde aunque mientras "
	  "a ante bajo con contra de desde durante en entre hacia hasta para por según sin sobre tras "
	  "soy eres es somos sois son era eras éramos eran fui fue fuimos fueron será serán sería serían sea sean fuera fueran "
	  "sido siendo ser estoy está están estaba estaban estuvo estar he has ha hemos habéis han había habían hubo habrá "
	  "habría haya hayan hubiera hubieran haber tiene tienen tenía puede pueden "
	  "no más menos muy también tampoco ya aún todavía así tan tanto sólo solo" },
	{ "it",
	  "il lo la i gli le l un uno una dell al allo alla all agli alle ai dal dallo dalla dall dagli dalle dai del dello "
	  "della degli delle dei nel nello nella nell negli nelle nei sul sullo sulla sull sugli sulle sui col coi "
	  "io me mi mio mia miei mie tu te ti tuo tua tuoi tue lui lei egli ella esso essa si sé suo sua suoi sue noi ci nostro "
	  "nostra nostri nostre voi vi vostro vostra vostri vostre loro essi esse ne questo questa questi queste quest quello "
	  "quella quelli quelle quell quel quei che chi cui quale quali quanto quanta quanti quante altro altra altri altre "
	  "stesso stessa stessi stesse tutto tutta tutti tutte ogni alcuni alcune qualche nessuno nessuna "
	  "e ed o od ma né se perché come quando dove mentre anche quindi però affinché "
	  "a ad da di in con su per tra fra senza verso contro dopo prima durante secondo "
	  "sono sei è siamo siete era erano ero fu furono sarà saranno sarebbe sarebbero sia siano fosse fossero stato stata "
	  "stati state essere ho hai ha abbiamo avete hanno aveva avevano avevo ebbe avrà avranno avrebbe avrebbero abbia "
	  "abbiano avesse avessero avuto avere può possono deve devono "
	  "non più meno molto così già ancora solo poi qui lì" },
	{ "pt",
	  "o a os as um uma uns umas ao à aos às do da dos das no na nos nas dum duma num numa pelo pela pelos pelas "
	  "eu me mim meu minha meus minhas tu te ti teu tua teus tuas ele ela se si seu sua seus suas lhe lhes nós nosso nossa "
	  "nossos nossas vós vos vosso vossa você vocês eles elas este esta isto estes estas esse essa isso esses essas aquele "
	  "aquela aquilo aqueles aquelas neste nesta nesse nessa deste desta desse dessa que quem qual quais cujo cuja cujos "
	  "cujas outro outra outros outras mesmo mesma mesmos mesmas todo toda todos todas algum alguma alguns algumas nenhum "
	  "nenhuma cada tal tais "
	  "e ou mas nem se porque pois como quando onde embora enquanto "
	  "ante após até com contra de desde durante em entre para per perante por sem sob sobre "
	  "sou és é somos são era eras éramos eram fui foi fomos foram será serão seria seriam seja sejam fosse fossem sido "
	  "sendo ser estou está estamos estão estava estavam esteve estar hei há havia houve haver tenho tem temos têm tinha "
	  "tinham teve tiveram terá terão teria teriam tenha tenham tivesse ter pode podem "
	  "não mais menos muito também já ainda assim tão só apenas" },
	{ "nl",
	  "de het een 't der des den "
	  "ik mij me mijn jij je jou jouw u uw hij hem zijn zij ze haar het wij we ons onze jullie hun hen zich zichzelf elkaar "
	  "deze dit die dat wie wiens wat welke welk iets niets iemand niemand men elk elke ieder iedere alle alles ander "
	  "andere anderen zulke zo'n geen "
	  "en of maar want dus noch als indien omdat doordat hoewel terwijl toen wanneer waar hoe waarom dan "
	  "aan achter bij binnen buiten door in langs met na naar naast om onder op over per sinds te ten ter tegen tot tussen "
	  "uit van vanaf voor voorbij zonder volgens "
	  "ben bent is zijn was waren geweest wezen heb hebt heeft hebben had hadden gehad word wordt worden werd werden "
	  "geworden zal zult zullen zou zouden kan kunt kunnen kon konden mag mogen mocht moet moeten moest moesten wil willen "
	  "wilde wilden doet doen "
	  "niet nog ook al er hier daar nu reeds zo zeer wel toch veel meer meest eens" },
	{ "sv",
	  "en ett den det de "
	  "jag mig min mitt mina du dig din ditt dina han honom hans hon henne hennes hen sig sin sitt sina vi oss vår vårt våra "
	  "ni er ert era dem dom deras dess man denna detta dessa vem vems vad vilken vilket vilka som någon något några ingen "
	  "inget inga varje alla allt annan annat andra sådan sådant sådana samma själv "
	  "och eller men utan för så om att när då därför eftersom medan än där hur varför varken "
	  "av bakom bland efter från före genom hos i in inom innan kring med mellan mot ned ner på sedan till under upp ur ut "
	  "utanför vid åt över enligt "
	  "är var vara varit vore har hade ha haft blir blev bli blivit ska skall skulle kan kunde kunna vill ville måste får "
	  "fick få "
	  "inte icke ej bara också redan nu här mycket mer mest mycket ju än" },
	{ "da",
	  "en et den det de "
	  "jeg mig min mit mine du dig din dit dine han ham hans hun hende hendes sig sin sit sine vi os vor vores vort vore i "
	  "jer jeres dem deres man denne dette disse hvem hvis hvad hvilken hvilket hvilke som der nogen noget nogle ingen intet "
	  "hver hvert alle alt anden andet andre sådan sådanne samme selv "
	  "og eller men for så om at når da fordi mens end hvor hvordan hvorfor hverken skønt "
	  "af ad bag blandt efter fra før gennem hos i ind inden med mellem mod ned om omkring op over på siden til under ud "
	  "uden ved ifølge "
	  "er var være været har havde have haft bliver blev blive blevet skal skulle kan kunne vil ville må måtte får fik få "
	  "ikke ej kun også allerede nu her meget mere mest jo nok" },
	{ "no",
	  "en ei et den det de "
	  "jeg meg min mi mitt mine du deg din di ditt dine han ham hans hun henne hennes seg sin si sitt sine vi oss vår vårt "
	  "våre dere deres dem man denne dette disse hvem hva hvilken hvilket hvilke som noen noe ingen intet hver hvert alle alt "
	  "annen annet andre slik slike samme selv eg ho dei dykk ikkje me vere vore "
	  "og eller men for så om at når da fordi mens enn hvor hvordan hvorfor verken "
	  "av bak blant etter fra før gjennom hos i inn innen med mellom mot ned om omkring opp over på siden til under ut uten "
	  "ved ifølge "
	  "er var være vært har hadde ha hatt blir ble bli blitt skal skulle kan kunne vil ville må måtte får fikk få "
	  "ikke ei bare også allerede nå her der mye mer mest jo" },
	{ "fi",
	  "minä minun minua minut minulla minulle minusta minussa sinä sinun sinua sinut sinulla sinulle hän hänen häntä hänet "
	  "hänelle hänellä hänestä me meidän meitä meidät meille meillä te teidän teitä teidät teille he heidän heitä heidät "
	  "heille heillä tämä tämän tätä tässä tästä tähän tällä tälle nämä näiden näitä näissä näistä näihin tuo tuon tuota nuo "
	  "noiden noita se sen sitä siinä siitä siihen sillä sille ne niiden niitä niissä niistä niihin niillä niille kuka kenen "
	  "ketä kenelle mikä minkä mitä missä mistä mihin millä jokin jotain joku joka jonka jota jossa josta johon jolla jolle "
	  "jotka joiden joita joissa joista itse kaikki muu muut muiden toinen "
	  "ja tai sekä mutta vaan koska kun kuin että jos jotta vaikka eli sillä niin siis "
	  "ennen jälkeen kanssa mukaan ilman yli ali läpi asti saakka noin "
	  "olen olet on olemme olette ovat oli olin olivat olisi olisivat ollut olleet ole olla ei en et emme ette eivät "
	  "myös vain jo vielä nyt sitten siellä täällä hyvin" },
	{ "ru",
	  "я меня мне мной мы нас нам нами ты тебя тебе тобой вы вас вам вами он его него ему нему им ним нём она её неё ей ней "
	  "ею оно они их них ими ними себя себе собой мой моя моё мои твой твоя твоё твои свой своя своё свои своего своей своих "
	  "своим наш наша наше наши ваш ваша ваше ваши этот эта это эти этого этой этому этим этих тот та то те того той тому "
	  "тем тех кто кого кому кем что чего чему чем который которая которое которые которого которой которых которым какой "
	  "какая какое какие такой такая такое такие весь вся всё все всего всей всех всем сам сама само сами каждый другой "
	  "другие "
	  "и а но или да либо ни если хотя чтобы потому так как когда где куда откуда пока также тоже зато однако ли же бы "
	  "в во на с со из изо к ко от ото по о об обо у за до для без под над при про через между перед после около среди "
	  "против ради "
	  "быть был была было были будет будут буду будем есть может могут мог могла могли "
	  "не нет ещё уже только лишь очень более менее там тут здесь вот даже бы ведь теперь тогда" },
	{ "ca",
	  "el la els les l lo un una uns unes al als del dels pel pels "
	  "jo em m me mi meu meva meus meves tu et t te ti teu teva ell ella es s se seu seva seus seves li nosaltres ens "
	  "nostre nostra nostres vosaltres us vostre vostra ells elles hi ho en n aquest aquesta aquests aquestes aquell aquella "
	  "aquells aquelles això allò que què qui qual quals altre altra altres mateix mateixa tot tota tots totes cada algun "
	  "alguna alguns algunes cap "
	  "i o però sinó ni si perquè doncs com quan on mentre "
	  "a amb cap contra de d des durant entre fins per segons sense sobre sota "
	  "sóc ets és som sou són era eren fou foren serà seran seria sigui siguin sigut estat ser estar està estan estava he has "
	  "ha hem heu han havia havien haver va van "
	  "no més menys molt també ja encara així tan només" },
	{ "ro",
	  "un o niște al a ai ale unui unei unor cel cea cei cele celui celei celor "
	  "eu mă mine îmi mi meu mea mei mele tu te tine îți ți tău ta tăi tale el îl lui ea ei noi ne nouă nostru noastră noștri "
	  "voi vă vouă vostru voastră ei ele le lor se sine își și său sa săi sale acest această acești aceste acestui acestei "
	  "acestor acel acea acei acele care ce cine cui căruia căreia cărora orice oricare fiecare alt altă alți alte tot toată "
	  "toți toate unii unele "
	  "și sau dar iar ci nici dacă deși pentru că să ca cum când unde încât deci "
	  "la de din în într cu fără pe prin spre către după între sub peste până contra lângă "
	  "sunt ești este e suntem sunteți era erau fost fi fie am ai are avem aveți au avea aveau avut va vor voi ar aș "
	  "nu mai foarte prea doar chiar deja încă aici acolo" },
	{ "hu",
	  "a az egy "
	  "én engem nekem velem te téged neked ő őt neki vele mi minket nekünk ti titeket nektek ők őket nekik ez ezt ezek ezeket "
	  "ennek ebben erre azt azok azokat annak abban arra aki akik akit ami amik amit amely amelyek amelyet amelynek ki kit mi "
	  "mit mely maga magát minden mindenki más mások valaki valami semmi senki "
	  "és s vagy de hanem mert hogy ha mint bár pedig illetve valamint amikor ahol ahogy hol mikor miért így úgy tehát "
	  "alatt által után előtt között szerint nélkül felé mellett miatt óta ellen fölött "
	  "van vannak volt voltak lesz lesznek lenne lennének legyen lenni vagyok vagyunk lett nincs nincsenek "
	  "nem ne is már még csak meg el ki be le fel itt ott most nagyon több" },
	{ "tr",
	  "bir bu şu o bunlar şunlar onlar bunu şunu onu bunun şunun onun buna şuna ona bunda onda bundan ondan "
	  "ben beni bana benim sen seni sana senin biz bizi bize bizim siz sizi size sizin onları onlara onların kendi kendisi "
	  "kim kime kimi ne neyi hangi her hiç bazı bütün tüm başka diğer aynı "
	  "ve veya ya yahut ama fakat ancak çünkü eğer ki hem de da ile ise oysa "
	  "için gibi kadar göre sonra önce üzere karşı doğru rağmen beri dolayı "
	  "idi imiş değil var yok olan olarak oldu olduğu olduğunu olur olsa etti eden eder ediyor "
	  "daha en çok az pek bile sadece yalnız artık hâlâ şimdi nasıl neden niçin mı mi mu mü" },
	{ "el",
	  "ο η το οι τα του της των τον την τους τις ένας μία μια ένα ενός μιας έναν "
	  "εγώ εμένα με μου εσύ εσένα σε σου αυτός αυτή αυτό αυτοί αυτές αυτά αυτού αυτής αυτών εμείς εμάς μας εσείς εσάς σας "
	  "εκείνος εκείνη εκείνο που ποιος ποια ποιο όποιος όσο όσοι όσα κάθε όλος όλη όλο όλοι όλες όλα άλλος άλλη άλλο άλλοι "
	  "άλλα κάποιος κάποια κανείς κανένας τι ότι ό,τι "
	  "και κι ή είτε αλλά όμως ούτε αν εάν γιατί διότι επειδή όταν ενώ αφού πως πώς ώστε να θα ας "
	  "από για εκ εν επί κατά μετά μεταξύ μέχρι παρά προς πριν στο στη στην στον στους στις στα σαν χωρίς ως "
	  "είμαι είσαι είναι είμαστε είστε ήταν ήμουν έχω έχει έχουν είχε είχαν "
	  "δεν μη μην πολύ πιο μόνο ακόμη ακόμα ήδη εδώ εκεί τώρα" },
	{ "ar",
	  "أنا نحن أنت أنتم هو هي هم هن هما هذا هذه هذان هاتان هؤلاء ذلك تلك أولئك الذي التي الذين اللذان اللتان اللواتي من ما "
	  "ماذا أي كل بعض جميع غير نفس "
	  "و أو أم ثم بل لكن ولكن لأن إذ إذا إن أن أنه أنها وأن حيث كما كي حتى لو لولا بينما "
	  "في على إلى عن مع منذ عند لدى بين خلال بعد قبل فوق تحت ضد حول دون منه منها فيه فيها عليه عليها له لها به بها لهم بهم "
	  "إليه إليها وفي ومن وعلى "
	  "كان كانت كانوا يكون تكون ليس ليست قد لقد سوف هل لا لم لن "
	  "هنا هناك أيضا فقط كذلك وقد ولا وهو وهي" },
	{ "id",
	  "yang ini itu tersebut para sang si sebuah seorang suatu "
	  "saya aku kamu anda dia ia beliau kami kita mereka nya siapa apa mana "
	  "dan atau tetapi tapi namun karena jika kalau bila bahwa agar supaya meski meskipun walaupun sedangkan sehingga ketika "
	  "saat sambil serta maka "
	  "di ke dari pada dalam untuk bagi oleh dengan tanpa tentang terhadap antara hingga sampai sejak selama menurut atas "
	  "adalah ialah merupakan ada akan telah sudah sedang masih belum dapat bisa harus "
	  "tidak bukan jangan juga hanya saja lagi pun lebih paling sangat seperti" },
};

const char *
stop_words(const char *code)
{
	for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++)
		if (strcmp(lists[i].code, code) == 0)
			return lists[i].words;
	return "";
}
