#!/bin/sh
# A pexpack application: a zip archive follows this text. Where the application is laid out already,
# nothing here forks and the archive is not opened. `_pp_` keeps our names off the environment's.
case cut in off) : 'If Python shows this line, the file is damaged: what follows was cut off.' ;; esac
{ # is read to its end before it runs: of a file that was cut off here nothing does
set +eu # who calls us with `sh -eu` means other scripts
_pp_pex=$0
case $0 in
/*) ;;
*/*) _pp_pex=${PWD%/}/${0#./} ;;
*) if [ -f "$0" ]; then _pp_pex=${PWD%/}/$0; else _pp_pex=$(command -v -- "$0"); fi ;;
esac
# pex's files of settings; a later one goes before an earlier one, and the environment before both.
# The one beside the application counts in a folder of the user's own: anybody may write to /tmp.
case ${PEX_IGNORE_RCFILES:-0} in
0 | [Ff][Aa][Ll][Ss][Ee] | [Nn][Oo] | [Oo][Ff][Ff])
    _pp_set=
    _pp_own=${_pp_pex%/*}/
    [ -O "$_pp_own" ] && [ ! -k "$_pp_own" ] && _pp_own=$_pp_own.pexrc
    for _pp_file in /etc/pexrc "${HOME:+$HOME/.pexrc}" "$_pp_own"; do
        [ -f "$_pp_file" ] && [ -r "$_pp_file" ] || continue
        case ${PEX_VERBOSE:-0} in 0) ;; *) printf 'pexpack: reading %s\n' "$_pp_file" >&2 ;; esac
        while read -r _pp_line || [ "$_pp_line" ]; do
            _pp_name=${_pp_line%%=*}
            case $_pp_line in
            PEX_ROOT=* | PEX_INHERIT_PATH=* | PEX_INTERPRETER=* | PEX_MODULE=* | PEX_SCRIPT=*) ;;
            PEX_PYTHON=* | PEX_PYTHON_PATH=* | PEX_PATH=* | PEX_EXTRA_SYS_PATH=*) ;;
            PEX_VERBOSE=* | PEX_VERIFY=*) ;;
            *) continue ;;
            esac
            case $_pp_set in
            *" $_pp_name "*) ;;
            *)
                eval "_pp_word=\${$_pp_name+x}"
                [ "$_pp_word" ] && continue
                _pp_set="$_pp_set $_pp_name "
                ;;
            esac
            _pp_line=${_pp_line%[[:cntrl:]]} # of a line that ends as Windows' do
            export "$_pp_name=${_pp_line#*=}"
        done <"$_pp_file"
    done
    ;;
esac
_pp_root=@PEX_ROOT@
_pp_root=${PEX_ROOT:-$_pp_root}
_pp_root=${_pp_root:-${XDG_CACHE_HOME:-${HOME:+$HOME/.cache}}}
case $_pp_root in
'~' | '~/'*) _pp_root=$HOME${_pp_root#?} ;;
/* | '') ;;
*) _pp_root=${PWD%/}/${_pp_root#./} ;;
esac
_pp_home=${_pp_root%/}/pexpack/1/pexes/@PEX_HASH@
_pp_mode=@INHERIT_PATH@
_pp_mode=${PEX_INHERIT_PATH:-$_pp_mode}
_pp_machine=
@MACHINE@
# What these ask for is left to __main__.py.
_pp_slow=$PEX_PYTHON$PEX_PYTHON_PATH$PEX_MODULE$PEX_SCRIPT$PEX_PATH$PEX_EXTRA_SYS_PATH
case $_pp_slow${PEX_VERBOSE:-0}${PEX_VERIFY:-0} in 00) _pp_slow= ;; *) _pp_slow=1 ;; esac
_pp_names=@PYTHON_NAMES@
_pp_path=${PEX_PYTHON_PATH:-$PATH}
case $PEX_PYTHON in
'') ;;
/*) _pp_path=${PEX_PYTHON%/*}/ _pp_names=${PEX_PYTHON##*/} ;;
*/*) _pp_path=${PWD%/}/${PEX_PYTHON%/*} _pp_names=${PEX_PYTHON##*/} ;;
*) _pp_names=$PEX_PYTHON ;;
esac
# Where no hook puts the environment in order: it stays as it was, less what is for us alone.
_pp_unset_ours() {
    unset _PEXPACK_START PEX_ROOT PEX_INHERIT_PATH PEX_INTERPRETER PEX_MODULE PEX_SCRIPT \
        PEX_PYTHON PEX_PYTHON_PATH PEX_PATH PEX_EXTRA_SYS_PATH PEX_VERBOSE PEX_VERIFY \
        PEX_IGNORE_RCFILES
}
# PYTHONPATH must not reach Python before our hook in site-packages, which puts it back; with -S
# among the flags of Python there is no hook. Called with what Python is called with.
_pp_hide_pythonpath() {
    _pp_value=
    for _pp_word; do
        [ "$_pp_value" ] && _pp_value= && continue
        case $_pp_word in
        --check-hash-based-pycs) _pp_value=1 && continue ;;
        --* | [!-]* | - | '') break ;;
        esac
        _pp_letters=${_pp_word%%[cmWX]*}
        case $_pp_letters in *S*) _pp_unset_ours && return ;; esac
        case $_pp_word in
        "$_pp_letters"[WX]) _pp_value=1 ;;
        "$_pp_letters"[cm]*) break ;;
        esac
    done
    _PEXPACK_START=
    [ "$_pp_mode" = false ] && _PEXPACK_START=${PYTHONPATH+:$PYTHONPATH} && unset PYTHONPATH
    export _PEXPACK_START
}
# Called with a program in bin, which has the hook when the environment's Python runs it.
_pp_prepare_for() {
    {
        read -r _pp_first
        case $_pp_first in '#!'*) read -r _pp_word && _pp_first=$_pp_first$_pp_word ;; esac
    } <"$1"
    case $_pp_first in
    *"/$_pp_key/bin/python"*) _pp_hide_pythonpath ;;
    *) _pp_unset_ours ;;
    esac
}
_pp_found=
_pp_stepped_over=
_pp_believed=
_pp_line='
'
_pp_ifs=$IFS
IFS=:
set -f
for _pp_name in $_pp_names '' $_pp_names; do
    # Before giving up: what a note speaks against may have become another Python since.
    if [ -z "$_pp_name" ]; then
        [ "$_pp_believed" ] || break
        _pp_slow=1 _pp_found= _pp_stepped_over=
        continue
    fi
    for _pp_folder in $_pp_path; do
        case $_pp_folder in /*) ;; *) continue ;; esac
        _pp_python=${_pp_folder%/}/$_pp_name
        [ "$PEX_PYTHON_PATH" ] && [ -f "$_pp_folder" ] && _pp_python=$_pp_folder
        [ -f "$_pp_python" ] && [ -x "$_pp_python" ] || continue

        # Below `at` lies, by its own path, what an interpreter led to the last time.
        _pp_note=$_pp_home/at/$_pp_mode$_pp_machine$_pp_python
        _pp_key=
        [ -z "$_pp_slow" ] && [ -f "$_pp_note" ] && read -r _pp_key <"$_pp_note"
        _pp_venv=$_pp_home/$_pp_key
        case $_pp_key in
        '') ;;
        -*)
            if [ ! "$_pp_python" -nt "$_pp_note" ]; then
                _pp_believed=1
                _pp_found="$_pp_found, $_pp_python (${_pp_key#-})"
                continue
            fi
            ;;
        *)
            if [ -x "$_pp_venv/bin/python" ] && [ -f "$_pp_venv/pexpack-site/00_pexpack.pth" ] &&
                [ ! "$_pp_python" -nt "$_pp_venv/pyvenv.cfg" ]; then
                IFS=$_pp_ifs
                set +f
                PEX=$_pp_pex
                export PEX
@ENVIRONMENT@
@RUN@
            fi
            ;;
        esac

        # With its library beside it a CPython is what its name says; others have to prove it.
        _pp_answer=
        case $_pp_slow$_pp_name in
        python3.*)
            [ -f "${_pp_folder%/*}/lib/$_pp_name/os.py" ] &&
                _pp_answer=c$_pp_name
            ;;
        esac
        [ "$_pp_answer" ] || _pp_answer=$(
            PYTHONPATH='' "$_pp_python" -S -c 'import sys
name = getattr(getattr(sys, "implementation", 0), "name", "cpython")
free = "t" if "t" in getattr(sys, "abiflags", "") else ""
print("%s%d.%d%s" % (name, sys.version_info[0], sys.version_info[1], free))' 2>/dev/null </dev/null
        )
        case $_pp_answer in
        @FITTING_ANSWERS@)
            IFS=$_pp_ifs
            set +f
            PEX=$_pp_pex
            _PEXPACK_COLD=$_pp_machine:$_pp_python$_pp_stepped_over
            _PEXPACK_START=${PYTHONPATH+:$PYTHONPATH}
            export PEX _PEXPACK_COLD _PEXPACK_START
            unset PYTHONPATH PEX_PYTHON PEX_PYTHON_PATH
            # As `python app.pex` would, without runpy, which is slower to import than all we need.
            exec "$_pp_python" -S -c 'import sys
del sys.path[: sys.path[:1] == [""]]
import zipimport, zlib
del sys.argv[0]
sys.path.insert(0, sys.argv[0])
try:
    __loader__ = zipimport.zipimporter(sys.argv[0])
    exec(__loader__.get_code("__main__"))
except (EOFError, zipimport.ZipImportError, zlib.error) as error:
    sys.exit("%s cannot be read (%s): was it cut off, or replaced just now?" % (sys.argv[0], error))
' "$_pp_pex" "$@"
            ;;
        esac
        _pp_answer=${_pp_answer:-does not start}
        _pp_stepped_over=$_pp_stepped_over$_pp_line$_pp_answer:$_pp_python
        _pp_found="$_pp_found, $_pp_python ($_pp_answer)"
    done
done
_pp_found=${_pp_found#, }
_pp_target=@TARGET@
printf '%s: built for %s, but no such Python is among %s in %s%s\n' "$_pp_pex" "$_pp_target" \
    "$_pp_names" "$_pp_path" "${_pp_found:+; found $_pp_found}" >&2
exit 127
}
