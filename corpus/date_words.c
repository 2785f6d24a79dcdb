#include "corpus/date_words.h"

struct month_name {
	const char *word;
	int month;
};

/* A name that two languages share stands with the first of them; one that they
 * use for different months (Croatian and Polish listopad) is left to the one
 * with more newspapers. */
static const struct month_name months[] = {
	/* English */
	{ "january", 1 }, { "february", 2 }, { "march", 3 }, { "april", 4 }, { "may", 5 }, { "june", 6 },
	{ "july", 7 }, { "august", 8 }, { "september", 9 }, { "october", 10 }, { "november", 11 },
	{ "december", 12 },
	/* English, short */
	{ "jan", 1 }, { "feb", 2 }, { "mar", 3 }, { "apr", 4 }, { "jun", 6 }, { "jul", 7 }, { "aug", 8 },
	{ "sep", 9 }, { "oct", 10 }, { "nov", 11 }, { "dec", 12 },
	/* English, other short forms */
	{ "janu", 1 }, { "febr", 2 }, { "sept", 9 },
	/* French */
	{ "janvier", 1 }, { "février", 2 }, { "mars", 3 }, { "avril", 4 }, { "mai", 5 }, { "juin", 6 },
	{ "juillet", 7 }, { "août", 8 }, { "septembre", 9 }, { "octobre", 10 }, { "novembre", 11 },
	{ "décembre", 12 },
	/* French, without accents */
	{ "fevrier", 2 }, { "aout", 8 }, { "decembre", 12 },
	/* French, short */
	{ "janv", 1 }, { "févr", 2 }, { "avr", 4 }, { "juil", 7 }, { "déc", 12 },
	/* French, other short forms */
	{ "fév", 2 }, { "juill", 7 },
	/* German */
	{ "januar", 1 }, { "februar", 2 }, { "märz", 3 }, { "juni", 6 }, { "juli", 7 }, { "oktober", 10 },
	{ "dezember", 12 },
	/* German, Austrian and short */
	{ "jänner", 1 }, { "feber", 2 }, { "mär", 3 }, { "okt", 10 }, { "dez", 12 },
	/* German, without umlauts */
	{ "jaenner", 1 }, { "maerz", 3 },
	/* Spanish */
	{ "enero", 1 }, { "febrero", 2 }, { "marzo", 3 }, { "abril", 4 }, { "mayo", 5 }, { "junio", 6 },
	{ "julio", 7 }, { "agosto", 8 }, { "septiembre", 9 }, { "octubre", 10 }, { "noviembre", 11 },
	{ "diciembre", 12 },
	/* Spanish, short */
	{ "ene", 1 }, { "abr", 4 }, { "ago", 8 }, { "dic", 12 },
	/* Spanish, other */
	{ "setiembre", 9 },
	/* Portuguese */
	{ "janeiro", 1 }, { "fevereiro", 2 }, { "março", 3 }, { "maio", 5 }, { "junho", 6 }, { "julho", 7 },
	{ "setembro", 9 }, { "outubro", 10 }, { "novembro", 11 }, { "dezembro", 12 },
	/* Portuguese, without cedilla, short */
	{ "fev", 2 }, { "marco", 3 }, { "out", 10 },
	/* Italian */
	{ "gennaio", 1 }, { "febbraio", 2 }, { "aprile", 4 }, { "maggio", 5 }, { "giugno", 6 },
	{ "luglio", 7 }, { "settembre", 9 }, { "ottobre", 10 }, { "dicembre", 12 },
	/* Italian, short */
	{ "gen", 1 }, { "mag", 5 }, { "giu", 6 }, { "lug", 7 }, { "set", 9 }, { "ott", 10 },
	/* Dutch */
	{ "januari", 1 }, { "februari", 2 }, { "maart", 3 }, { "mei", 5 }, { "augustus", 8 },
	/* Dutch, short */
	{ "mrt", 3 },
	/* Catalan */
	{ "gener", 1 }, { "febrer", 2 }, { "març", 3 }, { "maig", 5 }, { "juny", 6 }, { "juliol", 7 },
	{ "agost", 8 }, { "setembre", 9 }, { "desembre", 12 },
	/* Swedish */
	{ "maj", 5 }, { "augusti", 8 },
	/* Danish and Norwegian */
	{ "marts", 3 }, { "desember", 12 },
	/* Finnish */
	{ "tammikuuta", 1 }, { "helmikuuta", 2 }, { "maaliskuuta", 3 }, { "huhtikuuta", 4 },
	{ "toukokuuta", 5 }, { "kesäkuuta", 6 }, { "heinäkuuta", 7 }, { "elokuuta", 8 }, { "syyskuuta", 9 },
	{ "lokakuuta", 10 }, { "marraskuuta", 11 }, { "joulukuuta", 12 },
	/* Finnish, nominative */
	{ "tammikuu", 1 }, { "helmikuu", 2 }, { "maaliskuu", 3 }, { "huhtikuu", 4 }, { "toukokuu", 5 },
	{ "kesäkuu", 6 }, { "heinäkuu", 7 }, { "elokuu", 8 }, { "syyskuu", 9 }, { "lokakuu", 10 },
	{ "marraskuu", 11 }, { "joulukuu", 12 },
	/* Polish */
	{ "stycznia", 1 }, { "lutego", 2 }, { "marca", 3 }, { "kwietnia", 4 }, { "maja", 5 },
	{ "czerwca", 6 }, { "lipca", 7 }, { "sierpnia", 8 }, { "września", 9 }, { "października", 10 },
	{ "grudnia", 12 },
	/* Polish, nominative */
	{ "styczeń", 1 }, { "luty", 2 }, { "marzec", 3 }, { "kwiecień", 4 }, { "czerwiec", 6 },
	{ "lipiec", 7 }, { "sierpień", 8 }, { "wrzesień", 9 }, { "październik", 10 }, { "grudzień", 12 },
	/* Polish and Czech November */
	{ "listopada", 11 },
	/* Czech */
	{ "ledna", 1 }, { "února", 2 }, { "března", 3 }, { "dubna", 4 }, { "května", 5 }, { "června", 6 },
	{ "července", 7 }, { "srpna", 8 }, { "září", 9 }, { "října", 10 }, { "prosince", 12 },
	/* Czech, nominative */
	{ "leden", 1 }, { "únor", 2 }, { "březen", 3 }, { "duben", 4 }, { "květen", 5 }, { "červen", 6 },
	{ "červenec", 7 }, { "srpen", 8 }, { "říjen", 10 }, { "listopad", 11 }, { "prosinec", 12 },
	/* Russian */
	{ "января", 1 }, { "февраля", 2 }, { "марта", 3 }, { "апреля", 4 }, { "мая", 5 }, { "июня", 6 },
	{ "июля", 7 }, { "августа", 8 }, { "сентября", 9 }, { "октября", 10 }, { "ноября", 11 },
	{ "декабря", 12 },
	/* Russian, nominative */
	{ "январь", 1 }, { "февраль", 2 }, { "март", 3 }, { "апрель", 4 }, { "май", 5 }, { "июнь", 6 },
	{ "июль", 7 }, { "август", 8 }, { "сентябрь", 9 }, { "октябрь", 10 }, { "ноябрь", 11 },
	{ "декабрь", 12 },
	/* Russian, short */
	{ "янв", 1 }, { "фев", 2 }, { "мар", 3 }, { "апр", 4 }, { "июн", 6 }, { "июл", 7 }, { "авг", 8 },
	{ "сен", 9 }, { "окт", 10 }, { "ноя", 11 }, { "дек", 12 },
	/* Ukrainian */
	{ "січня", 1 }, { "лютого", 2 }, { "березня", 3 }, { "квітня", 4 }, { "травня", 5 }, { "червня", 6 },
	{ "липня", 7 }, { "серпня", 8 }, { "вересня", 9 }, { "жовтня", 10 }, { "листопада", 11 },
	{ "грудня", 12 },
	/* Ukrainian, nominative */
	{ "січень", 1 }, { "лютий", 2 }, { "березень", 3 }, { "квітень", 4 }, { "травень", 5 },
	{ "червень", 6 }, { "липень", 7 }, { "серпень", 8 }, { "вересень", 9 }, { "жовтень", 10 },
	{ "листопад", 11 }, { "грудень", 12 },
	/* Turkish */
	{ "ocak", 1 }, { "şubat", 2 }, { "mart", 3 }, { "nisan", 4 }, { "mayıs", 5 }, { "haziran", 6 },
	{ "temmuz", 7 }, { "ağustos", 8 }, { "eylül", 9 }, { "ekim", 10 }, { "kasım", 11 }, { "aralık", 12 },
	/* Romanian */
	{ "ianuarie", 1 }, { "februarie", 2 }, { "martie", 3 }, { "aprilie", 4 }, { "iunie", 6 },
	{ "iulie", 7 }, { "septembrie", 9 }, { "octombrie", 10 }, { "noiembrie", 11 }, { "decembrie", 12 },
	/* Hungarian */
	{ "január", 1 }, { "február", 2 }, { "március", 3 }, { "április", 4 }, { "május", 5 },
	{ "június", 6 }, { "július", 7 }, { "augusztus", 8 }, { "szeptember", 9 }, { "október", 10 },
	/* Hungarian, short */
	{ "márc", 3 }, { "ápr", 4 }, { "máj", 5 }, { "jún", 6 }, { "júl", 7 }, { "szept", 9 },
	/* Greek */
	{ "ιανουαρίου", 1 }, { "φεβρουαρίου", 2 }, { "μαρτίου", 3 }, { "απριλίου", 4 }, { "μαΐου", 5 },
	{ "ιουνίου", 6 }, { "ιουλίου", 7 }, { "αυγούστου", 8 }, { "σεπτεμβρίου", 9 }, { "οκτωβρίου", 10 },
	{ "νοεμβρίου", 11 }, { "δεκεμβρίου", 12 },
	/* Greek, nominative */
	{ "ιανουάριος", 1 }, { "φεβρουάριος", 2 }, { "μάρτιος", 3 }, { "απρίλιος", 4 }, { "μάιος", 5 },
	{ "ιούνιος", 6 }, { "ιούλιος", 7 }, { "αύγουστος", 8 }, { "σεπτέμβριος", 9 }, { "οκτώβριος", 10 },
	{ "νοέμβριος", 11 }, { "δεκέμβριος", 12 },
	/* Greek, short */
	{ "ιαν", 1 }, { "φεβ", 2 }, { "μαρ", 3 }, { "απρ", 4 }, { "ιουν", 6 }, { "ιουλ", 7 }, { "αυγ", 8 },
	{ "σεπ", 9 }, { "οκτ", 10 }, { "νοε", 11 }, { "δεκ", 12 },
	/* Indonesian */
	{ "maret", 3 }, { "agustus", 8 },
};

static const char *const weekdays[] = {
	"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "mon", "tue", "tues",
	"wed", "thu", "thur", "thurs", "fri", "sat", "sun",
	"lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche", "lun", "mer", "jeu", "ven",
	"sam", "dim",
	"montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonnabend", "sonntag", "mo",
	"di", "mi", "do", "fr", "sa", "so",
	"lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo", "mié", "jue", "vie", "sáb",
	"dom",
	"segunda-feira", "terça-feira", "quarta-feira", "quinta-feira", "sexta-feira", "segunda", "terça",
	"quarta", "quinta", "sexta",
	"lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica", "gio",
	"maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag",
	"dilluns", "dimarts", "dimecres", "dijous", "divendres", "dissabte", "diumenge",
	"måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag", "mandag", "tirsdag", "lørdag",
	"søndag",
	"maanantai", "tiistai", "keskiviikko", "torstai", "perjantai", "lauantai", "sunnuntai",
	"poniedziałek", "wtorek", "środa", "czwartek", "piątek", "sobota", "niedziela",
	"pondělí", "úterý", "středa", "čtvrtek", "pátek", "neděle",
	"понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье", "пн", "вт", "ср",
	"чт", "пт", "сб", "вс",
	"понеділок", "вівторок", "середа", "четвер", "п'ятниця", "субота", "неділя",
	"pazartesi", "salı", "çarşamba", "perşembe", "cuma", "cumartesi", "pazar",
	"luni", "marți", "miercuri", "joi", "vineri", "sâmbătă", "duminică",
	"hétfő", "kedd", "szerda", "csütörtök", "péntek", "szombat", "vasárnap",
	"δευτέρα", "τρίτη", "τετάρτη", "πέμπτη", "παρασκευή", "σάββατο", "κυριακή",
	"senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu",
};

struct word_value {
	const char *word;
	enum date_word kind;
	int value;
};

#define HOURS(h) ((h) * 60)

static const struct word_value words[] = {
	{ "am", DATE_WORD_AM, 0 }, { "pm", DATE_WORD_PM, 0 },

	{ "z", DATE_WORD_ZONE, 0 }, { "ut", DATE_WORD_ZONE, 0 }, { "utc", DATE_WORD_ZONE, 0 },
	{ "gmt", DATE_WORD_ZONE, 0 }, { "wet", DATE_WORD_ZONE, 0 }, { "bst", DATE_WORD_ZONE, HOURS(1) },
	{ "west", DATE_WORD_ZONE, HOURS(1) }, { "cet", DATE_WORD_ZONE, HOURS(1) }, { "mez", DATE_WORD_ZONE, HOURS(1) },
	{ "cest", DATE_WORD_ZONE, HOURS(2) }, { "mesz", DATE_WORD_ZONE, HOURS(2) }, { "eet", DATE_WORD_ZONE, HOURS(2) },
	{ "sast", DATE_WORD_ZONE, HOURS(2) }, { "eest", DATE_WORD_ZONE, HOURS(3) }, { "msk", DATE_WORD_ZONE, HOURS(3) },
	{ "eat", DATE_WORD_ZONE, HOURS(3) }, { "pkt", DATE_WORD_ZONE, HOURS(5) }, { "wib", DATE_WORD_ZONE, HOURS(7) },
	{ "hkt", DATE_WORD_ZONE, HOURS(8) }, { "sgt", DATE_WORD_ZONE, HOURS(8) }, { "awst", DATE_WORD_ZONE, HOURS(8) },
	{ "jst", DATE_WORD_ZONE, HOURS(9) }, { "kst", DATE_WORD_ZONE, HOURS(9) },
	{ "acst", DATE_WORD_ZONE, HOURS(9) + 30 }, { "aest", DATE_WORD_ZONE, HOURS(10) },
	{ "aedt", DATE_WORD_ZONE, HOURS(11) }, { "nzst", DATE_WORD_ZONE, HOURS(12) },
	{ "nzdt", DATE_WORD_ZONE, HOURS(13) }, { "est", DATE_WORD_ZONE, HOURS(-5) },
	{ "edt", DATE_WORD_ZONE, HOURS(-4) }, { "cst", DATE_WORD_ZONE, HOURS(-6) }, { "cdt", DATE_WORD_ZONE, HOURS(-5) },
	{ "mst", DATE_WORD_ZONE, HOURS(-7) }, { "mdt", DATE_WORD_ZONE, HOURS(-6) }, { "pst", DATE_WORD_ZONE, HOURS(-8) },
	{ "pdt", DATE_WORD_ZONE, HOURS(-7) }, { "akst", DATE_WORD_ZONE, HOURS(-9) },
	{ "akdt", DATE_WORD_ZONE, HOURS(-8) }, { "hst", DATE_WORD_ZONE, HOURS(-10) },
	{ "brt", DATE_WORD_ZONE, HOURS(-3) }, { "art", DATE_WORD_ZONE, HOURS(-3) },
	/* Half of the year, or of the world, means another offset. */
	{ "et", DATE_WORD_ZONE, DATE_ZONE_UNKNOWN }, { "ct", DATE_WORD_ZONE, DATE_ZONE_UNKNOWN },
	{ "mt", DATE_WORD_ZONE, DATE_ZONE_UNKNOWN }, { "pt", DATE_WORD_ZONE, DATE_ZONE_UNKNOWN },
	{ "ist", DATE_WORD_ZONE, DATE_ZONE_UNKNOWN },

	{ "of", DATE_WORD_FILLER, 0 }, { "the", DATE_WORD_FILLER, 0 }, { "at", DATE_WORD_FILLER, 0 },
	{ "on", DATE_WORD_FILLER, 0 }, { "de", DATE_WORD_FILLER, 0 }, { "del", DATE_WORD_FILLER, 0 },
	{ "d", DATE_WORD_FILLER, 0 }, { "à", DATE_WORD_FILLER, 0 }, { "le", DATE_WORD_FILLER, 0 },
	{ "a", DATE_WORD_FILLER, 0 }, { "las", DATE_WORD_FILLER, 0 }, { "el", DATE_WORD_FILLER, 0 },
	{ "às", DATE_WORD_FILLER, 0 }, { "em", DATE_WORD_FILLER, 0 }, { "den", DATE_WORD_FILLER, 0 },
	{ "der", DATE_WORD_FILLER, 0 }, { "um", DATE_WORD_FILLER, 0 },
	{ "uhr", DATE_WORD_FILLER, 0 }, { "alle", DATE_WORD_FILLER, 0 }, { "ore", DATE_WORD_FILLER, 0 },
	{ "il", DATE_WORD_FILLER, 0 }, { "om", DATE_WORD_FILLER, 0 }, { "uur", DATE_WORD_FILLER, 0 },
	{ "op", DATE_WORD_FILLER, 0 }, { "kl", DATE_WORD_FILLER, 0 }, { "klo", DATE_WORD_FILLER, 0 },
	{ "г", DATE_WORD_FILLER, 0 }, { "года", DATE_WORD_FILLER, 0 }, { "в", DATE_WORD_FILLER, 0 },
	{ "року", DATE_WORD_FILLER, 0 }, { "о", DATE_WORD_FILLER, 0 }, { "hrs", DATE_WORD_FILLER, 0 },
	{ "pukul", DATE_WORD_FILLER, 0 }, { "godz", DATE_WORD_FILLER, 0 },

	{ "published", DATE_WORD_PUBLISHED, 0 }, { "posted", DATE_WORD_PUBLISHED, 0 },
	{ "date", DATE_WORD_PUBLISHED, 0 }, { "publié", DATE_WORD_PUBLISHED, 0 },
	{ "publicado", DATE_WORD_PUBLISHED, 0 }, { "pubblicato", DATE_WORD_PUBLISHED, 0 },
	{ "veröffentlicht", DATE_WORD_PUBLISHED, 0 }, { "gepubliceerd", DATE_WORD_PUBLISHED, 0 },
	{ "publicerad", DATE_WORD_PUBLISHED, 0 }, { "publisert", DATE_WORD_PUBLISHED, 0 },
	{ "offentliggjort", DATE_WORD_PUBLISHED, 0 }, { "опубликовано", DATE_WORD_PUBLISHED, 0 },
	{ "diterbitkan", DATE_WORD_PUBLISHED, 0 },
	{ "updated", DATE_WORD_MODIFIED, 0 }, { "modified", DATE_WORD_MODIFIED, 0 },
	{ "edited", DATE_WORD_MODIFIED, 0 }, { "revised", DATE_WORD_MODIFIED, 0 },
	{ "modifié", DATE_WORD_MODIFIED, 0 }, { "actualizado", DATE_WORD_MODIFIED, 0 },
	{ "atualizado", DATE_WORD_MODIFIED, 0 }, { "aggiornato", DATE_WORD_MODIFIED, 0 },
	{ "aktualisiert", DATE_WORD_MODIFIED, 0 }, { "bijgewerkt", DATE_WORD_MODIFIED, 0 },
	{ "uppdaterad", DATE_WORD_MODIFIED, 0 }, { "oppdatert", DATE_WORD_MODIFIED, 0 },
	{ "opdateret", DATE_WORD_MODIFIED, 0 }, { "обновлено", DATE_WORD_MODIFIED, 0 },

	{ "second", DATE_WORD_UNIT, 1 }, { "seconds", DATE_WORD_UNIT, 1 }, { "min", DATE_WORD_UNIT, 60 },
	{ "mins", DATE_WORD_UNIT, 60 }, { "minute", DATE_WORD_UNIT, 60 }, { "minutes", DATE_WORD_UNIT, 60 },
	{ "hr", DATE_WORD_UNIT, 3600 }, { "hour", DATE_WORD_UNIT, 3600 }, { "hours", DATE_WORD_UNIT, 3600 },
	{ "day", DATE_WORD_UNIT, 86400 }, { "days", DATE_WORD_UNIT, 86400 }, { "week", DATE_WORD_UNIT, 604800 },
	{ "weeks", DATE_WORD_UNIT, 604800 },
	{ "today", DATE_WORD_RELATIVE, 0 }, { "yesterday", DATE_WORD_RELATIVE, 1 },
};

uint32_t
date_letter_fold(uint32_t code)
{
	if ((code >= 'A' && code <= 'Z') || (code >= 0xC0 && code <= 0xDE && code != 0xD7))
		return code + 32;
	if (code == 0x130)
		return 'i';
	if ((code >= 0x100 && code <= 0x137) || (code >= 0x14A && code <= 0x177))
		return code | 1;
	if ((code >= 0x139 && code <= 0x148) || (code >= 0x179 && code <= 0x17E))
		return code & 1 ? code + 1 : code;
	if ((code >= 0x391 && code <= 0x3AB && code != 0x3A2) || (code >= 0x410 && code <= 0x42F))
		return code + 32;
	if (code >= 0x388 && code <= 0x38A)
		return code + 37;
	switch (code) {
	case 0x218:
	case 0x21A:
		return code + 1;
	case 0x386:
		return 0x3AC;
	case 0x38C:
		return 0x3CC;
	case 0x38E:
	case 0x38F:
		return code + 63;
	default:
		return code >= 0x400 && code <= 0x40F ? code + 80 : code;
	}
}

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static bool
is_word(struct span word, const char *other)
{
	return span_equal(word, span_from_string(other));
}

enum date_word
date_word_find(struct span word, int *value, bool *maybe_day)
{
	*value = 0;
	*maybe_day = false;
	for (size_t i = 0; i < COUNT(months); i++) {
		if (!is_word(word, months[i].word))
			continue;
		*value = months[i].month;
		/* Tuesday, in French, Spanish and Italian. */
		*maybe_day = is_word(word, "mar");
		return DATE_WORD_MONTH;
	}
	for (size_t i = 0; i < COUNT(words); i++)
		if (is_word(word, words[i].word)) {
			*value = words[i].value;
			return words[i].kind;
		}
	for (size_t i = 0; i < COUNT(weekdays); i++)
		if (is_word(word, weekdays[i]))
			return DATE_WORD_WEEKDAY;
	return DATE_WORD_NONE;
}
