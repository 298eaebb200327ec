# What workflows/update.yml does: `prepare` takes a newer template into a branch, `propose` opens a
# pull request for it. Only the second knows a token.
set -euo pipefail

branch=groundplan/update
title="Update from the template"
bot="41898282+github-actions[bot]@users.noreply.github.com"
plan=$RUNNER_TEMP/plan.md

prepare() {
  local code=0
  groundplan update --check --markdown > "$plan" || code=$?
  cat "$plan" >> "$GITHUB_STEP_SUMMARY"
  # 2 is also the exit code of a usage error, which writes no plan.
  if [ "$code" = 0 ]; then return; fi
  if [ "$code" != 2 ] || [ ! -s "$plan" ]; then return 1; fi

  git config user.name "github-actions[bot]"
  git config user.email "$bot"
  code=0
  groundplan update --yes --skip-checks --branch "$branch" || code=$?
  case $code in
    0)
      git commit --quiet --message "$title"
      ;;
    3) # An empty commit carries the pull request: nobody can merge markers by mistake.
      groundplan update --undo
      git switch --quiet --create "$branch"
      git commit --quiet --allow-empty --message "$title: conflicts, to be merged by hand"
      ;;
    *)
      return "$code"
      ;;
  esac
}

propose() {
  git show-ref --quiet --verify "refs/heads/$branch" || return 0
  local seen others number pulls="repos/$GITHUB_REPOSITORY/pulls"
  seen=$(git rev-parse --quiet --verify "refs/remotes/origin/$branch" || true)
  others=$(git log --format=%ce "HEAD^..${seen:-HEAD}" | grep -vxF "$bot" || true)
  if [ -n "$others" ]; then
    echo "::error::$branch holds commits of a person and is left alone: merge or delete it"
    return 1
  fi
  if ! git -c credential.helper='!gh auth git-credential' \
    push --quiet --force-with-lease="$branch:$seen" origin "$branch"; then
    echo "::error::$branch cannot be pushed; for a change to a workflow see workflows/update.yml"
    return 1
  fi

  local told=(--silent --raw-field "title=$(git log -1 --format=%s)" --field "body=@$plan")
  local open="$pulls?state=open&head=$GITHUB_REPOSITORY_OWNER:$branch"
  number=$(gh api "$open" --jq '.[0].number // empty')
  if [ -n "$number" ]; then
    gh api --method PATCH "$pulls/$number" "${told[@]}"
    return
  fi
  told+=(--raw-field "head=$branch" --raw-field "base=$GITHUB_REF_NAME")
  if git diff --quiet HEAD^ HEAD; then
    # Not every plan of GitHub has drafts.
    gh api "$pulls" "${told[@]}" --field draft=true || gh api "$pulls" "${told[@]}"
  else
    gh api "$pulls" "${told[@]}"
  fi
}

"$1"
