# shellcheck shell=bash
# How bash completes Coppice's commands by the tables that stand before this: _coppice_commands, _coppice_words,
# _coppice_values and _coppice_below. The words before the one that is completed choose a line of them; the longest verb goes
# first. Nodes and guests are those that the truth's files show, to whoever may read them.

_coppice_files() {
  local file
  for file in {/etc/pve,/var/lib/coppice/etc-pve}/nodes/$1; do
    [ ! -e "$file" ] || { file=${file##*/}; printf '%s\n' "${file%.conf}"; }
  done | sort -u
}

_coppice_guests() {
  case $1 in
    qm) _coppice_files '*/qemu-server/*.conf' ;;
    pct) _coppice_files '*/lxc/*.conf' ;;
    *) _coppice_guests qm; _coppice_guests pct ;;
  esac
}

_coppice_path() {
  local before=${1%/*} slashes word
  slashes=${before//[!\/]/}
  for word in $(_coppice_below "${#slashes}:$before"); do
    case $word in
      '{node}') _coppice_files '*' ;;
      '{vmid}') case $before in */lxc) _coppice_guests pct ;; *) _coppice_guests qm ;; esac ;;
      *) printf '%s\n' "$word" ;;
    esac
  done | while read -r word; do printf '%s/%s\n' "$before" "$word"; done
}

_coppice_complete() {
  local program=${COMP_WORDS[0]##*/} at=1 verb='' verbs word cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}
  COMPREPLY=()
  if [ "$program" = coppice ]; then
    # shellcheck disable=SC2154
    [ "$COMP_CWORD" -gt 1 ] || { mapfile -t COMPREPLY < <(compgen -W "$_coppice_commands" -- "$cur"); return; }
    program=${COMP_WORDS[1]} at=2
  fi
  for word in "${COMP_WORDS[@]:at:COMP_CWORD-at}"; do
    case $word in -*) break ;; esac
    [ -n "$(_coppice_words "$program" "${verb:+$verb }$word")" ] || break
    verb="${verb:+$verb }$word"
  done
  case $cur in
    -*) mapfile -t COMPREPLY < <(compgen -W "$(_coppice_words "$program" "$verb" options)" -- "$cur") ;;
    *)
      case $prev in
        -*)
          prev=${prev#-}
          mapfile -t COMPREPLY < <(compgen -W "$(_coppice_values "$program" "$verb" "${prev#-}")" -- "$cur") ;;
        *)
          mapfile -t COMPREPLY < <(compgen -W "$(_coppice_words "$program" "$verb" verbs)" -- "$cur")
          case $program:$verb:$cur in
            pvesh:*:/*)
              compopt -o nospace 2>/dev/null
              mapfile -t COMPREPLY < <(compgen -W "$(_coppice_path "$cur")" -- "$cur") ;;
            vzdump::*) mapfile -t COMPREPLY < <(compgen -W "$(_coppice_guests all)" -- "$cur") ;;
            *)
              read -ra verbs <<<"$verb"
              [ $((at + ${#verbs[@]})) != "$COMP_CWORD" ] || [ -z "$(_coppice_words "$program" "$verb" guest)" ] ||
                mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -W "$(_coppice_guests "$program")" -- "$cur") ;;
          esac ;;
      esac ;;
  esac
}
