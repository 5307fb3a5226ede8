#!/usr/bin/env bash
# `stage.sh TITLE COMMAND…`: runs a command, and says in one line what it is and how long it took.
set -uo pipefail
title=$1
shift
echo "· $title …"
start=$SECONDS
"$@"
code=$?
if [ $code -eq 0 ]; then
  echo "  $title: $((SECONDS - start)) s"
else
  echo "  $title: failed after $((SECONDS - start)) s" >&2
fi
exit $code
