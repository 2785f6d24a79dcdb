#!/usr/bin/env python3
"""Writes text/unicode_tables.h from the Unicode Character Database.

    python3 text/unicode_gen.py [UCD-FOLDER] > text/unicode_tables.h

UCD-FOLDER is /usr/share/unicode of Debian's package unicode-data.  The build
does not run this: the table is committed.  text/unicode.h says what the
tables mean; the decisions about single characters are all here.
"""

import sys
from os.path import join

UCD = sys.argv[1] if len(sys.argv) > 1 else '/usr/share/unicode'
END = 0x30000        # what lies above is ruled by ranges, see text/unicode.c
SHIFT = 7            # a block has 1 << SHIFT code points

# The order is that of enum char_class in text/unicode.h.
CLASSES = ['OTHER', 'SPACE', 'NEWLINE', 'PARAGRAPH', 'DOT', 'ELLIPSIS', 'STOP', 'WIDE_STOP', 'CLOSE',
           'COMMA', 'CONTINUE', 'APOSTROPHE', 'MIDDOT', 'GERSHAYIM', 'VANISH', 'MARK', 'CJK', 'DIGIT',
           'LETTER', 'HEBREW', 'LOWER', 'UPPER']

# Scripts written without spaces between words.
UNSPACED = {'Han', 'Hiragana', 'Katakana', 'Bopomofo', 'Thai', 'Lao', 'Khmer', 'Myanmar', 'Tai_Le',
            'New_Tai_Lue', 'Tai_Tham', 'Tai_Viet'}

# Scripts whose combining marks are accents, vowel points or layout, not letters.
POINTED = {'Inherited', 'Latin', 'Greek', 'Cyrillic', 'Hebrew', 'Arabic', 'Syriac'}
VOICING = {0x3099, 0x309A}     # Inherited, but they make another kana

APOSTROPHES = [0x27, 0x60, 0xB4, 0x2018, 0x2019, 0x201B, 0x02BB, 0x02BC, 0x02BE, 0x02BF, 0xFF07, 0x05F3]
DOUBLE_QUOTES = [0x201C, 0x201D, 0x201E, 0x201F, 0x05F4]
HYPHENS = [0x2010, 0x2011]

# Letters that do not decompose, as readers without that key write them.
LETTERS = {
    'æ': 'ae', 'œ': 'oe', 'ø': 'o', 'ł': 'l', 'đ': 'd', 'ð': 'd', 'þ': 'th', 'ı': 'i', 'ħ': 'h', 'ŧ': 't',
    'ŋ': 'n', 'ƀ': 'b', 'ɓ': 'b', 'ƈ': 'c', 'ȼ': 'c', 'ɗ': 'd', 'ɖ': 'd', 'ɇ': 'e', 'ƒ': 'f', 'ɠ': 'g',
    'ǥ': 'g', 'ɡ': 'g', 'ɨ': 'i', 'ɉ': 'j', 'ȷ': 'j', 'ƙ': 'k', 'ƚ': 'l', 'ɫ': 'l', 'ɲ': 'n', 'ɵ': 'o', 'ƥ': 'p',
    'ɍ': 'r', 'ȿ': 's', 'ƭ': 't', 'ʈ': 't', 'ⱦ': 't', 'ʉ': 'u', 'ʋ': 'v', 'ⱳ': 'w', 'ƴ': 'y', 'ɏ': 'y',
    'ƶ': 'z', 'ȥ': 'z', 'ɀ': 'z', 'ⱥ': 'a',
    'ٱ': 'ا', 'أ': 'ا', 'إ': 'ا', 'آ': 'ا', 'ى': 'ي', 'ی': 'ي', 'ک': 'ك', 'ہ': 'ه', 'ھ': 'ه',
}
# Cyrillic letters with a mark that readers leave out; all others are letters of their own.
CYRILLIC_MARKED = set('ёѐѝѷ')
# Arabic letters whose hamza stays.
ARABIC_KEPT = set('ؤئۀۂۓ')
# Not part of the word when they stand in it: tatweel, Armenian stress and question marks.
DROPPED = {0x0640, 0x07FA, 0x055A, 0x055B, 0x055C, 0x055E}
# Compatibility decompositions that would tear a letter apart.
WHOLE = {0x0E33, 0x0EB3} | set(range(0x3131, 0x318F))


def rows(name):
    with open(join(UCD, name), encoding='utf-8') as file:
        for line in file:
            line = line.split('#')[0].strip()
            if line:
                yield [field.strip() for field in line.split(';')]


def ranges(name, column=1, want=None):
    table = {}
    for row in rows(name):
        if want is None or row[1] == want:
            first, _, last = row[0].partition('..')
            for code in range(int(first, 16), int(last or first, 16) + 1):
                table[code] = row[column]
    return table


category, combining, decomposition, compatible, digit = {}, {}, {}, set(), {}
first = None
for row in rows('UnicodeData.txt'):
    code = int(row[0], 16)
    if row[1].endswith('First>'):
        first = code
        continue
    for each in range(first if row[1].endswith('Last>') else code, code + 1):
        category[each] = row[2]
    if row[3] != '0':
        combining[code] = int(row[3])
    if row[5]:
        fields = row[5].split()
        if fields[0].startswith('<'):
            compatible.add(code)
            fields = fields[1:]
        decomposition[code] = [int(field, 16) for field in fields]
    if row[6] and row[2] == 'Nd':
        digit[code] = int(row[6])

script = ranges('Scripts.txt')
word_break = ranges('auxiliary/WordBreakProperty.txt')
sentence_break = ranges('auxiliary/SentenceBreakProperty.txt')
case_folding = {int(row[0], 16): [int(field, 16) for field in row[2].split()]
                for row in rows('CaseFolding.txt') if row[1] in 'CF'}
excluded = ranges('DerivedNormalizationProps.txt', 1, 'Full_Composition_Exclusion')
ignorable = ranges('DerivedCoreProperties.txt', 1, 'Default_Ignorable_Code_Point')
composition = {tuple(parts): code for code, parts in decomposition.items()
               if code not in compatible and code not in excluded}


def decompose(code):
    if code in WHOLE or code not in decomposition:
        return [code]
    if 0xFFA0 <= code <= 0xFFDC:        # a half-width letter of Hangul: its full-width form
        return decomposition[code]
    return [each for part in decomposition[code] for each in decompose(part)]


def order(codes):
    out = []
    for code in codes:
        at = len(out)
        while at and 0 < combining.get(code, 0) < combining.get(out[at - 1], 0):
            at -= 1
        out.insert(at, code)
    return out


def is_mark(code):
    return category.get(code, 'Cn')[0] == 'M'


def is_accent(code):
    return (category.get(code) in ('Mn', 'Me') and script.get(code) in POINTED and code not in VOICING)


def is_vanishing(code):
    if word_break.get(code) == 'Numeric':
        return False
    return category.get(code) == 'Cf' or code in ignorable or 0x1F3FB <= code <= 0x1F3FF


def leaves_nothing(code):
    return all(is_accent(part) or part in DROPPED or part == 0x20 for part in decompose(code))


def kept_composite(code):
    """Whether folding leaves this composed letter as it is."""
    if chr(code) in ARABIC_KEPT:
        return True
    base = decomposition[code][0]
    while base in decomposition and base not in compatible:
        base = decomposition[base][0]
    if script.get(base) == 'Cyrillic':
        return chr(code) not in CYRILLIC_MARKED
    return not is_accent(decomposition[code][1])


def compose_pair(first, second):
    if 0x1100 <= first < 0x1113 and 0x1161 <= second < 0x1176:
        return 0xAC00 + ((first - 0x1100) * 21 + second - 0x1161) * 28
    if 0xAC00 <= first < 0xD7A4 and (first - 0xAC00) % 28 == 0 and 0x11A7 < second < 0x11C3:
        return first + second - 0x11A7
    return composition.get((first, second))


def compose(codes, plain):
    """Canonical composition; with PLAIN of kept letters alone."""
    out, last, before = [], -1, 0
    for code in codes:
        rank = combining.get(code, 0)
        if last >= 0 and (before == 0 and last == len(out) - 1 or before < rank):
            whole = compose_pair(out[last], code)
            if whole is not None and (not plain or whole not in decomposition or kept_composite(whole)):
                out[last] = whole
                continue
        if rank == 0:
            last = len(out)
        before = rank
        out.append(code)
    return out


def drop_accents(codes):
    out = []
    for code in codes:
        if is_accent(code):
            whole = composition.get((out[-1], code)) if out else None
            if whole is None or not kept_composite(whole) or code in case_folding:
                continue
            out[-1] = whole
        else:
            out.append(code)
    return out


def simple(code):
    """Forms of one thing, in both foldings."""
    if code in digit:
        return [0x30 + digit[code]]
    if code in APOSTROPHES:
        return [0x27]
    if code in DOUBLE_QUOTES:
        return [0x22]
    if code in HYPHENS:
        return [0x2D]
    if code in DROPPED or is_vanishing(code):
        return []
    return [code]


def fold(code, plain):
    codes = [code]
    while True:
        was = codes
        codes = order([each for part in codes for each in decompose(part)])
        if plain and not (len(codes) == 1 and codes[0] == code):
            codes = drop_accents(codes)
        elif plain and is_accent(code):
            codes = []
        codes = [each for part in codes for each in case_folding.get(part, [part])]
        codes = [each for part in codes for each in simple(part)]
        if plain:
            codes = compose(codes, True)
            codes = [ord(each) for part in codes for each in LETTERS.get(chr(part), chr(part))]
        if codes == was:
            break
    codes = compose(codes, plain)
    if codes and codes[0] == 0x20 and code != 0x20:
        if category[code] not in ('Zs', 'Lo'):
            return [code]      # a spacing accent stays what it is
    if char_class(code) in WORD_CLASSES:
        codes = [each for each in codes if char_class(each) in WORD_CLASSES]
    return codes


WORD_CLASSES = {'MARK', 'CJK', 'DIGIT', 'LETTER', 'HEBREW', 'LOWER', 'UPPER'}
FIXED = {0x09: 'SPACE', 0x0A: 'NEWLINE', 0x0B: 'NEWLINE', 0x0D: 'NEWLINE', 0x85: 'NEWLINE', 0x2028: 'NEWLINE',
         0x0C: 'PARAGRAPH', 0x2029: 'PARAGRAPH', 0x2026: 'ELLIPSIS', 0xB7: 'MIDDOT', 0x0387: 'MIDDOT',
         0x22: 'GERSHAYIM', 0x05F4: 'GERSHAYIM', 0x2C: 'COMMA', 0x066C: 'COMMA', 0xFE50: 'COMMA', 0xFF0C: 'COMMA',
         0x066B: 'DOT', 0x3002: 'WIDE_STOP', 0xFF01: 'WIDE_STOP', 0xFF1F: 'WIDE_STOP', 0xFF61: 'WIDE_STOP'}
memo = {}


def char_class(code):
    if code not in memo:
        memo[code] = classify(code)
    return memo[code]


def classify(code):
    kind, words, sentences = category.get(code, 'Cn'), word_break.get(code), sentence_break.get(code)
    if code in FIXED:
        return FIXED[code]
    if code in APOSTROPHES:
        return 'APOSTROPHE'
    if is_vanishing(code):
        return 'VANISH'
    if kind[0] == 'M' or words == 'Extend' or code in DROPPED or (kind == 'Lo' and leaves_nothing(code)):
        return 'MARK'
    if code in digit:
        return 'DIGIT'
    if script.get(code) in UNSPACED or words == 'Katakana':
        letters = [category.get(part, 'Cn') for part in decompose(code)]
        if kind[0] == 'L' or kind == 'Nl' or (len(letters) == 1 and letters[0][0] == 'L'):
            return 'CJK'
    if words == 'Hebrew_Letter':
        return 'HEBREW'
    if kind in ('Lu', 'Lt'):
        return 'UPPER'
    if kind == 'Ll':
        return 'LOWER'
    if kind[0] == 'L' or (words == 'ALetter' and kind != 'Sk'):
        return 'LETTER'
    if kind == 'Zs':
        return 'SPACE'
    if sentences == 'ATerm':
        return 'DOT'
    if sentences == 'STerm':
        return 'STOP'
    if sentences == 'Close':
        return 'CLOSE'
    if sentences == 'SContinue' and kind != 'Pd':
        return 'CONTINUE'
    return 'OTHER'


class Pool:
    """Folded forms, each a length byte and UTF-8; 0 stands for unchanged."""

    def __init__(self):
        self.data, self.known = bytearray(1), {}

    def put(self, codes):
        text = ''.join(map(chr, codes)).encode()
        if text not in self.known:
            assert len(text) < 256
            self.known[text] = len(self.data)
            self.data += bytes([len(text)]) + text
        assert len(self.data) < 65536
        return self.known[text]


def emit_array(kind, name, values, width=24, storage='static '):
    print(f'{storage}const {kind} {name}[{len(values)}] = {{')
    for at in range(0, len(values), width):
        print('\t' + ','.join(map(str, values[at:at + width])) + ',')
    print('};\n')


def emit_staged(kind, name, values, storage='static '):
    blocks, index = [], []
    for at in range(0, END, 1 << SHIFT):
        block = values[at:at + (1 << SHIFT)]
        if block not in blocks:
            blocks.append(block)
        index.append(blocks.index(block))
    assert len(blocks) < 256
    emit_array('uint8_t', name + '_block', index, 40, storage)
    emit_array(kind, name + '_value', [value for block in blocks for value in block], storage=storage)


def main():
    pool, classes, folds, cases = Pool(), [], [], []
    for code in range(END):
        if 0xD800 <= code <= 0xDFFF:
            classes.append(0), folds.append(0), cases.append(0)
            continue
        plain, accented = fold(code, True), fold(code, False)
        for part in plain:
            assert fold(part, True) == [part] or char_class(code) == 'OTHER', hex(code)
        assert plain or char_class(code) in ('VANISH', 'MARK'), hex(code)
        assert plain != [code] or accented == [code], hex(code)
        classes.append(CLASSES.index(char_class(code)))
        folds.append(0 if plain == [code] else pool.put(plain))
        cases.append(folds[-1] if accented == plain else pool.put(accented))
    for code, kind in category.items():
        if code >= END:
            assert kind in ('Lo', 'Co') or 0xE0000 <= code < 0xE1000, hex(code)

    version = open(join(UCD, 'Scripts.txt'), encoding='utf-8').readline().split('-')[1].removesuffix('.txt\n')
    print(f'/* unicode_tables.h - made by text/unicode_gen.py from Unicode {version}; do not edit. */')
    print(f'#define UNICODE_VERSION "{version}"')
    print(f'_Static_assert(UNICODE_TABLE_END == 0x{END:X} && UNICODE_SHIFT == {SHIFT}, "made for other tables");\n')
    emit_staged('uint8_t', 'unicode_class', classes, '')
    emit_staged('uint16_t', 'unicode_fold', folds)
    emit_staged('uint16_t', 'unicode_case', cases)
    emit_array('unsigned char', 'unicode_pool', list(pool.data), 36)
    print('static const struct composition {\n\tuint32_t first, second, whole;\n} unicode_compositions[] = {')
    pairs = sorted((a, b, c) for (a, b), c in composition.items() if c < END)
    for at in range(0, len(pairs), 5):
        print('\t' + ' '.join('{0x%X,0x%X,0x%X},' % pair for pair in pairs[at:at + 5]))
    print('};')


main()
