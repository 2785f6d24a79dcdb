# fish completion for newsindex(1)

set -l commands delete check stats passport optimize dump help
set -l add "not __fish_seen_subcommand_from $commands"

complete -c newsindex -s d -l index -r -d 'the index'
complete -c newsindex -s h -d 'short help'
complete -c newsindex -l help -d 'the manual page'
complete -c newsindex -s V -l version -d 'the version'

complete -c newsindex -n $add -a delete -d 'delete articles'
complete -c newsindex -n $add -a check -d 'look for damage'
complete -c newsindex -n $add -a stats -d 'show how many articles, words and bytes'
complete -c newsindex -n $add -a passport -d 'count what is in the index'
complete -c newsindex -n $add -a optimize -d 'rewrite the index small and fast'
complete -c newsindex -n $add -a dump -d 'print every article as JSON'
complete -c newsindex -n $add -a help -d 'show the options of a command'

complete -c newsindex -n $add -l format -x -d 'what the input is'
complete -c newsindex -n $add -l map -x -a 'id= url= title= body= note= source= section= language= author= tags= published= modified= crawled=' -d 'read a field from a key or column'
complete -c newsindex -n $add -l source -x -d 'source of articles that name none'
complete -c newsindex -n $add -l language -x -d 'language of articles that name none'
complete -c newsindex -n $add -l files0-from -r -d 'paths ended by NUL'
complete -c newsindex -n $add -l follow -d 'follow links below folders'
complete -c newsindex -n $add -l force -d 'read unchanged files again'
complete -c newsindex -n $add -l delete-missing -d 'remove articles that are gone'
complete -c newsindex -n $add -l dry-run -d 'read everything, write nothing'
complete -c newsindex -n $add -l explain -d 'print fields and why'
complete -c newsindex -n $add -l rejects -r -d 'write what was skipped'
complete -c newsindex -n $add -l engine -x -a 'segment xapian' -d 'engine of a new index'
complete -c newsindex -n $add -l memory -x -d 'memory to use'
complete -c newsindex -n $add -l threads -x -d 'threads'
complete -c newsindex -n $add -l commit-every -x -d 'commit after so much text or time'
complete -c newsindex -n $add -l wait -d 'wait while another process writes'
complete -c newsindex -n $add -l progress -x -a 'auto never json' -d 'show progress'
complete -c newsindex -n $add -s q -l quiet -d 'say only what went wrong'
complete -c newsindex -n $add -s v -l verbose -d 'name every unchanged file and skipped article'

complete -c newsindex -n '__fish_seen_subcommand_from delete' -l source -x -d 'every article of a source'
complete -c newsindex -n '__fish_seen_subcommand_from delete' -l origin -r -d 'every article of a file'
complete -c newsindex -n '__fish_seen_subcommand_from delete' -l tag -x -d 'every article with a tag'
complete -c newsindex -n '__fish_seen_subcommand_from delete' -l dry-run -d 'only count'
complete -c newsindex -n '__fish_seen_subcommand_from delete optimize' -l wait -d 'wait while another process writes'
complete -c newsindex -n '__fish_seen_subcommand_from delete optimize' -s q -l quiet -d 'say only what went wrong'
complete -c newsindex -n '__fish_seen_subcommand_from optimize' -l memory -x -d 'memory to use'
complete -c newsindex -n '__fish_seen_subcommand_from stats passport' -l format -x -a 'text json' -d 'format'
complete -c newsindex -n '__fish_seen_subcommand_from passport' -l by -x -a 'month year' -d 'unit of time'
complete -c newsindex -n '__fish_seen_subcommand_from passport' -l precision -d 'also how exact dates are'
complete -c newsindex -n '__fish_seen_subcommand_from help' -x -a "$commands"
