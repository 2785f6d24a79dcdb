/* The language of texts, long and short. */
#include "text/identify.h"

#include <string.h>

#include "tests/tap.h"

static const struct {
	const char *code, *title, *body;
} texts[] = {
	{ "en", "Council approves new harbour", "The council approved the plan for a new harbour on Monday after a long debate about what it will cost." },
	{ "de", "Stadtrat stimmt neuem Hafen zu", "Der Stadtrat hat am Montag nach langer Debatte über die Kosten dem Bau eines neuen Hafens zugestimmt." },
	{ "fr", "Le conseil approuve le nouveau port", "Le conseil municipal a approuvé lundi le projet d'un nouveau port après un long débat sur son coût." },
	{ "es", "El consejo aprueba el nuevo puerto", "El consejo municipal aprobó el lunes la construcción de un nuevo puerto tras un largo debate sobre el coste." },
	{ "it", "Il consiglio approva il nuovo porto", "Il consiglio comunale ha approvato lunedì la costruzione di un nuovo porto dopo un lungo dibattito sui costi." },
	{ "nl", "Gemeenteraad keurt nieuwe haven goed", "De gemeenteraad heeft maandag na een lang debat over de kosten de bouw van een nieuwe haven goedgekeurd." },
	{ "ru", "Совет одобрил новый порт", "Городской совет в понедельник одобрил строительство нового порта после долгих споров о его стоимости." },
	{ "zh", "市议会批准新港口", "市议会周一在就费用进行长时间辩论后批准了新港口的建设计划。" },
	{ "ja", "市議会が新しい港を承認", "市議会は月曜日、費用をめぐる長い議論の末、新しい港の建設計画を承認した。" },
	{ "he", "המועצה אישרה נמל חדש", "מועצת העיר אישרה ביום שני את הקמתו של נמל חדש לאחר דיון ארוך על העלויות." },
	{ "ar", "المجلس يوافق على ميناء جديد", "وافق مجلس المدينة يوم الاثنين على بناء ميناء جديد بعد نقاش طويل حول التكاليف." },
	{ "sw", "Baraza laidhinisha bandari mpya", "Baraza la jiji liliidhinisha siku ya Jumatatu ujenzi wa bandari mpya baada ya mjadala mrefu kuhusu gharama." },
	{ "ha", "Majalisa ta amince da sabuwar tashar jiragen ruwa", "Majalisar birnin ta amince ranar Litinin da gina sabuwar tashar jiragen ruwa bayan doguwar muhawara kan kuɗi." },
};

static void
test_texts(void)
{
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		char code[LANGUAGE_CODE_SIZE] = "";
		struct span title = span_from_string(texts[i].title), body = span_from_string(texts[i].body);

		language_identify(title, body, code);
		is_str(code, texts[i].code, texts[i].body);
		memset(code, 0, sizeof(code));
		ok(!language_identify(title, SPAN_NONE, code) || strcmp(code, texts[i].code) == 0, "  its headline alone, if at all");
	}
}

static void
test_nothing(void)
{
	static const char *const none[] = { "", "12,345.67 %", "BBC", "?!", "☃ ☃ ☃", "XJQZ KVWP" };
	char code[LANGUAGE_CODE_SIZE], cut[4096];

	for (size_t i = 0; i < sizeof(none) / sizeof(*none); i++)
		ok(!language_identify(span_from_string(none[i]), SPAN_NONE, code), "nothing can be said of a few signs");
	ok(!language_identify(SPAN_NONE, SPAN_NONE, code), "nor of nothing");
	/* Wherever the beginning of a text ends, it is in one piece. */
	for (size_t i = 0; i < sizeof(cut) - 2; i += 3)
		memcpy(cut + i, "\xE6\xB8\xAF", 3);
	for (size_t len = 3; len < 2000; len += 3)
		language_identify(span_from(cut, len), span_from(cut, len + 300), code);
	ok(true, "characters are not torn");
}

int
main(void)
{
	test_texts();
	test_nothing();
	return tap_done();
}
