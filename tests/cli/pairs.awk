# How well copies are found: the lines are groups, id and reprinted of
# newsquery --group --format=tsv, with a header; articles whose ids are the same
# up to ':' belong together.  Prints precision and recall over pairs of
# articles, and for each kind of copy, the id behind ':', how many are in the
# group of their original.
BEGIN { FS = "\t" }
NR == 1 { next }
{
	count = split($2, entries, "; ")
	ids[1] = $1
	for (i = 1; i <= count; i++)
		ids[i + 1] = substr(entries[i], match(entries[i], /[^ ]*$/))
	count++
	split("", here)
	for (i = 1; i <= count; i++) {
		split(ids[i], part, ":")
		family[ids[i]] = part[1]
		kind[ids[i]] = part[2]
		group[ids[i]] = NR
		size[part[1]]++
		here[part[1]]++
	}
	found += count * (count - 1) / 2
	for (name in here)
		right += here[name] * (here[name] - 1) / 2
}
END {
	for (name in size)
		wanted += size[name] * (size[name] - 1) / 2
	printf "precision %.4f\nrecall %.4f\n", found ? right / found : 1, wanted ? right / wanted : 1
	for (id in kind) {
		all[kind[id]]++
		together[kind[id]] += group[id] == group[family[id] ":original"]
	}
	for (name in all)
		if (name != "original")
			printf "%s %d of %d\n", name, together[name], all[name] | "sort"
}
